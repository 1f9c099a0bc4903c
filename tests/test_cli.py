"""The `jiaohao` command, as an operator types it."""

import os
import re
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from sqlalchemy import text, update

from server.access import entering
from server.cli import main
from server.clock import utc_now
from server.plan_file import SAMPLE
from server.store import migrate
from server.store.store import Store
from server.store.tables import tickets
from tests.stage import POSTGRESQL, Stage, bare, database, on


class Shell:
    """Commands typed in one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environ = {"JIAOHAO_DATA": str(folder)}

    def __call__(self, *words: str) -> Result:
        result = CliRunner().invoke(main, words, env=self.environ)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    def says(self, *words: str) -> str:
        """What a command that succeeds prints."""
        result = self(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def fails(self, *words: str) -> str:
        """What a command that fails says, on standard error."""
        result = self(*words)
        assert result.exit_code != 0
        assert "Traceback" not in result.output
        return result.stderr


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def sample(shell: Shell) -> Shell:
    """A folder with the sample hall."""
    assert shell.says("hall", "import", "--sample") == "jiangcheng: 10 services, 6 windows\n"
    return shell


@on(POSTGRESQL)
def test_an_operator_sets_a_hall_up_on_postgresql(shell: Shell, engine: str) -> None:
    with database(engine, bare) as url:
        shell.environ["JIAOHAO_DATABASE_URL"] = url
        assert shell.says("hall", "import", "--sample") == "jiangcheng: 10 services, 6 windows\n"
        shell.folder.joinpath("hall.yaml").write_text(shell.says("hall", "export"), "utf-8")
        shell.says("hall", "import", str(shell.folder / "hall.yaml"))
        assert len(shell.says("key", "add", "--role", "kiosk", "--place", "k1").strip()) >= 32
        assert "\tkiosk\tk1\tlive\t" in shell.says("key", "list")
        shell.says("key", "revoke", "1")
        assert "\trevoked\t" in shell.says("key", "list")
        assert "/welcome/" in shell.says("admin", "reset")
        assert shell.says("check").endswith(" 0 faults\n")


def test_every_command_explains_itself(shell: Shell) -> None:
    commands = [[], ["serve"], ["hall"], ["hall", "import"], ["hall", "export"], ["key"]]
    commands += [["key", "add"], ["key", "list"], ["key", "revoke"], ["admin", "reset"], ["check"]]
    commands += [["admin", "unlock"]]
    commands += [["backup"], ["restore"]]
    for words in commands:
        assert "Usage:" in shell.says(*words, "--help")


def test_what_is_exported_can_be_imported_and_is_the_same(sample: Shell) -> None:
    first = sample.says("hall", "export")
    assert "户籍与身份证" in first, "Chinese stays readable"
    sample.folder.joinpath("hall.yaml").write_text(first, encoding="utf-8")
    sample.says("hall", "import", str(sample.folder / "hall.yaml"))
    assert sample.says("hall", "export") == first
    assert yaml.safe_load(first)["code"] == "jiangcheng"


def test_photos_that_a_file_names_and_nobody_has_are_told(sample: Shell) -> None:
    path = sample.folder / "hall.yaml"
    path.write_text(changed("linxiao.png", "lin.png"), encoding="utf-8")
    result = sample("hall", "import", str(path))
    assert result.exit_code == 0
    assert result.stdout == "jiangcheng: 10 services, 6 windows\n"
    assert "are not here" in result.stderr
    assert "lin.png (linxiao)" in result.stderr
    assert "wangmin" not in result.stderr
    assert sample("hall", "import", "--sample").stderr == ""


def test_a_photo_that_an_import_leaves_out_was_named_until_then(sample: Shell) -> None:
    name = f"{'0' * 20}.jpg"
    photo = sample.folder / "photos" / name
    photo.write_bytes(b"")
    os.utime(photo, (0, 0))
    sample.folder.joinpath("hall.yaml").write_text(changed("linxiao.png", name), encoding="utf-8")
    sample.says("hall", "import", str(sample.folder / "hall.yaml"))
    assert photo.stat().st_mtime == 0
    sample.says("hall", "import", "--sample")
    assert photo.stat().st_mtime > 0


def changed(old: str, new: str) -> str:
    """The sample hall with one mistake in it."""
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def at(text: str) -> str:
    """The line of the sample that first says something."""
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    return f"line {next(n for n, line in enumerate(lines, 1) if text in line)}"


WRONG = [
    ("nonsense: [", "line "),
    ("just words", "line 1"),
    ("", "line 1"),
    ("- a\n- b", "line 1"),
    ("a: \0", "not YAML"),
    ("when: 2026-13-45", "line 1, when: "),
    ("[" * 5000, "not YAML"),
    ("a: &a [*a, *a]", "name"),
    ("!!python/object/apply:os.system ['true']", "line 1"),
    (
        changed("timezone: Asia/Shanghai", "timezone: Mars/Olympus"),
        f"{at('timezone:')}, timezone: no such time zone",
    ),
    (
        changed("prefix: A", "prefix: B"),
        f"{at('prefix: B')}, services.insurance.prefix: prefix B is already used",
    ),
    (
        changed("daily_limit: 60", "daily_limit: many"),
        f"{at('daily_limit: 60')}, services.3.daily_limit",
    ),
    (changed("daily_limit: 60", "colour: red"), f"{at('daily_limit: 60')}, services.3.colour"),
    (
        changed("printer: p1", "printer: p9"),
        f"{at('printer: p1')}, kiosks.k1.printer: no such printer: p9",
    ),
    (changed("timezone:", "time_zone:"), "time_zone"),
]


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_a_wrong_file_is_refused_whole_and_says_where(sample: Shell, text: str, says: str) -> None:
    before = sample.says("hall", "export")
    path = sample.folder / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    said = sample.fails("hall", "import", str(path))
    assert "nothing was changed" in said
    assert says in said
    assert sample.says("hall", "export") == before


def test_a_file_that_is_no_text_or_not_there(sample: Shell) -> None:
    path = sample.folder / "photo.yaml"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    assert "not UTF-8" in sample.fails("hall", "import", str(path))
    assert "does not exist" in sample.fails("hall", "import", "nowhere.yaml")
    assert "name one FILE" in sample.fails("hall", "import")
    assert "name one FILE" in sample.fails("hall", "import", str(path), "--sample")


def test_without_a_hall_the_next_step_is_named(shell: Shell) -> None:
    for words in (["hall", "export"], ["key", "add", "--role", "admin"]):
        assert "jiaohao hall import FILE" in shell.fails(*words)
    assert "jiaohao hall import FILE" in shell.fails("admin", "reset", "--hall", "east")
    assert re.fullmatch(r"http://127.0.0.1:8000/open/[\w-]{32}\n", shell.says("admin", "reset"))
    assert "0 tickets" in shell.says("check")


def test_a_key_is_printed_once_and_alone(sample: Shell) -> None:
    said = sample.says("key", "add", "--role", "kiosk", "--place", "k1", "--name", "By the door")
    assert re.fullmatch(r"[\w-]{32}\n", said)
    listed = sample.says("key", "list")
    assert listed == "1\tjiangcheng\tkiosk\tk1\tlive\tBy the door\n"
    assert said.strip() not in listed
    kept = (sample.folder / "jiaohao.db").read_bytes()
    kept += (sample.folder / "jiaohao.db-wal").read_bytes() if _wal(sample) else b""
    assert said.strip().encode() not in kept, "only its hash is kept"


def _wal(shell: Shell) -> bool:
    return (shell.folder / "jiaohao.db-wal").exists()


def test_a_key_ends_once(sample: Shell) -> None:
    sample.says("key", "add", "--role", "window", "--window", "3")
    assert sample.says("key", "revoke", "1") == ""
    assert "revoked" in sample.says("key", "list")
    assert "no live key 1" in sample.fails("key", "revoke", "1")
    assert "no live key 7" in sample.fails("key", "revoke", "7")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--role", "king"], "Invalid value for '--role'"),
        (["--role", "clerk"], "Invalid value for '--role'"),
        (["--role", "window"], "--window is needed, one of: 1, 2, 3, 4, 5, 6"),
        (["--role", "evaluator", "--window", "9"], "--window is needed"),
        (["--role", "kiosk", "--place", "k9"], "no such kiosk: k9"),
        (["--role", "board", "--place", "west"], "no such board: west"),
        (["--role", "agent", "--place", "west"], "no such agent: west"),
        (["--role", "agent", "--window", "9"], "no such agent: 9"),
        (["--role", "admin", "--hall", "elsewhere"], "no such hall; there are: jiangcheng"),
    ],
)
def test_a_key_for_nothing_is_refused(sample: Shell, words: list[str], says: str) -> None:
    assert says in sample.fails("key", "add", *words)
    assert sample.says("key", "list") == ""


@pytest.mark.parametrize("role", ["kiosk", "board", "agent", "manager", "admin"])
def test_roles_that_need_no_place(sample: Shell, role: str) -> None:
    assert sample.says("key", "add", "--role", role).strip()


def test_the_administrators_link_is_fresh_each_time(sample: Shell) -> None:
    site = "https://queue.example.org"
    links = [sample.says("admin", "reset", "--site", site).strip() for _ in range(2)]
    assert all(re.fullmatch(rf"{site}/welcome/[\w-]{{32}}", link) for link in links)
    assert links[0] != links[1]


def test_the_link_leads_to_where_people_reach_the_server(sample: Shell) -> None:
    assert sample.says("admin", "reset").startswith("http://127.0.0.1:8000/welcome/")
    sample.environ["JIAOHAO_SITE"] = "https://queue.example.org"
    assert sample.says("admin", "reset").startswith("https://queue.example.org/welcome/")
    assert sample.says("admin", "reset", "--site", "http://x").startswith("http://x/welcome/")


def test_check_finds_what_was_changed_behind_the_desks_back(hall: Stage, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.environ["JIAOHAO_DATABASE_URL"] = str(hall.store.url)
    assert shell.says("check") == "0 tickets, 1 journal lines, 0 faults\n"
    ana, _ = hall.issue(), hall.issue()
    hall.call_next()
    assert "2 tickets, 5 journal lines, 0 faults" in shell.says("check")
    with hall.store.write() as conn:
        conn.execute(update(tickets).where(tickets.c.id == ana.id).values(status="missed"))
        conn.execute(update(tickets).where(tickets.c.id != ana.id).values(label=ana.label))
    result = shell("check")
    assert result.exit_code == 1
    assert "river: ticket 1 is not what its journal tells" in result.output
    assert "river: A001 of 2026-03-02 is there twice" in result.output


def test_a_wrong_setting_stops_every_command(shell: Shell) -> None:
    shell.environ["JIAOHAO_WORKERS"] = "many"
    assert "JIAOHAO_WORKERS is 'many'" in shell.fails("key", "list")


def test_a_store_that_cannot_be_used_is_said_in_a_sentence(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" * 500)
    newer = Store(f"sqlite:///{tmp_path}/newer.db")
    migrate.upgrade(newer)
    with newer.write() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    newer.close()
    for url, says in (
        ("postgresql://hall@127.0.0.1:1/hall", "connection"),
        (f"sqlite:///{tmp_path}/photo.jpg", "not a database"),
        (f"sqlite:///{tmp_path}/photo.jpg/hall.db", "photo.jpg"),
        (f"sqlite:///{tmp_path}/newer.db", "newer version of Jiaohao: it has revision 0999"),
    ):
        shell.environ["JIAOHAO_DATABASE_URL"] = url
        for command in (("check",), ("serve",)):
            said = shell.fails(*command)
            assert "the store cannot be used" in said
            assert says in said


def test_an_operator_lets_people_in_who_are_shut_out(sample: Shell) -> None:
    with closing(Store(f"sqlite:///{sample.folder}/jiaohao.db")) as store:
        for login in ("a",) * entering.TRIES + ("b",):
            entering.sign_in(store, "jiangcheng", login, "guess", utc_now())
    assert sample.says("admin", "unlock") == "jiangcheng: 1 were shut out\n"
    assert sample.says("admin", "unlock") == "jiangcheng: 0 were shut out\n"
