"""What stands around the server names only what is there: settings, commands, addresses, files."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.app import close_app, create_app
from server.build import build
from server.config import BadSetting, Settings, read_settings
from server.gunicorn import KEEP_ALIVE_SECONDS
from tests.stage import database

SETTING = re.compile(r"JIAOHAO_(?!BENCH_)[A-Z_]+")
PROXYS_OWN = {"JIAOHAO_ADDRESS", "JIAOHAO_UPSTREAMS"}
"""What the Caddyfile is told by compose; the server does not read them."""


@pytest.fixture
def deploy(root: Path) -> Path:
    return root / "deploy"


def unit(path: Path) -> dict[str, list[tuple[str, str]]]:
    """The sections of a systemd unit, where a name may stand more than once."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            here = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            name, equals, value = line.partition("=")
            assert equals, line
            here.append((name, value))
    return sections


def environment(path: Path) -> dict[str, str]:
    """The settings of an environment file."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string("[here]\n" + path.read_text("utf-8"))
    return dict(parser["here"])


def compose(deploy: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((deploy / "compose.yaml").read_text("utf-8"))
    return found


def test_every_setting_that_is_named_is_one(root: Path) -> None:
    known = set(SETTING.findall((root / "server/config.py").read_text("utf-8")))
    for path in [*(root / "deploy").iterdir(), *root.glob("docs/*.md"), *root.glob("README*.md")]:
        assert set(SETTING.findall(path.read_text("utf-8"))) <= known | PROXYS_OWN, path.name


def test_the_environment_files_can_be_used(deploy: Path, tmp_path: Path) -> None:
    for name in ("one-hall.env", "many-workers.env"):
        told = environment(deploy / name)
        if told.get("JIAOHAO_SECRET_KEY"):
            with pytest.raises(BadSetting, match="JIAOHAO_SECRET_KEY"):
                read_settings(told)
            told["JIAOHAO_SECRET_KEY"] = "0123456789abcdef" * 4
        found = read_settings({"JIAOHAO_DATA": str(tmp_path)} | told)
        assert isinstance(found, Settings)
        assert found.proxies == 1
        assert found.backup_dir == Path("/var/backups/jiaohao")
        assert (found.workers > 1) == (found.redis_url is not None) == (name != "one-hall.env")


def test_the_service_starts_what_there_is(deploy: Path) -> None:
    service = unit(deploy / "jiaohao.service")
    told = dict(service["Service"])
    program, *words = told["ExecStart"].split()
    assert program == f"{told['WorkingDirectory']}/.venv/bin/jiaohao"
    assert words == ["serve"]
    assert told["KillMode"] == "mixed", "gunicorn ends its workers itself"
    assert ("Requires", "jiaohao.socket") in service["Unit"]
    backups = {environment(deploy / name)["JIAOHAO_BACKUP_DIR"] for name in ("one-hall.env",)}
    assert {told["ReadWritePaths"].lstrip("-")} == backups, "it may write there"
    socket = dict(unit(deploy / "jiaohao.socket")["Socket"])
    assert socket["ListenStream"] in (deploy / "nginx.conf").read_text("utf-8")


def test_the_proxies_name_addresses_that_are_there(deploy: Path) -> None:
    with database() as url:
        environ = {"JIAOHAO_DATA": str(Path(url.removeprefix("sqlite:///")).parent)}
        app = create_app(read_settings(environ | {"JIAOHAO_DATABASE_URL": url}))
        known = {rule.rule for rule in app.url_map.iter_rules()} | {"/", "/socket.io/"}
        close_app(app)
    nginx = (deploy / "nginx.conf").read_text("utf-8")
    caddy = (deploy / "Caddyfile").read_text("utf-8")
    named = re.findall(r"location (?:= )?(\S+) ", nginx)
    named += re.findall(r"(?:respond|health_uri) (\S+)", caddy)
    assert len(named) >= 5
    assert set(named) <= known


def test_nginx_lets_sockets_and_photos_through(deploy: Path) -> None:
    text = (deploy / "nginx.conf").read_text("utf-8")
    assert text.count("{") == text.count("}")
    sockets = text.partition("location /socket.io/")[2].partition("location")[0]
    assert "Upgrade $http_upgrade" in sockets
    for name in ("Host", "X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto"):
        assert f"proxy_set_header {name} " in sockets, "a location with one has none of the site's"


def test_the_proxies_let_a_connection_go_before_the_server_does(deploy: Path) -> None:
    """Who uses one that is just being closed gets no answer, and a number is not asked for twice by a proxy."""
    for name, word in (
        ("nginx.conf", r"keepalive_timeout (\d+)s;"),
        ("Caddyfile", r"keepalive (\d+)s"),
    ):
        [seconds] = re.findall(word, (deploy / name).read_text("utf-8"))
        assert 0 < int(seconds) < KEEP_ALIVE_SECONDS


def test_compose_joins_what_it_names(deploy: Path) -> None:
    told = compose(deploy)
    services = told["services"]
    here = services["jiaohao"]
    environ = here["environment"]
    for name, address in (("DATABASE_URL", "@postgres/"), ("REDIS_URL", "//redis/")):
        assert address in environ[f"JIAOHAO_{name}"]
    assert set(here["depends_on"]) <= services.keys()
    assert (deploy / here["build"]["context"] / here["build"]["dockerfile"]).is_file()
    assert (deploy / "Caddyfile").is_file()
    volumes = [each for one in services.values() for each in one.get("volumes", ())]
    mounted = {each.partition(":")[0] for each in volumes}
    assert {name for name in mounted if not name.startswith(".")} == told["volumes"].keys()
    assert services["caddy"]["environment"].keys() == PROXYS_OWN


def in_image(deploy: Path) -> list[str]:
    lines = re.findall(r"^COPY (.+) \S+$", (deploy / "Dockerfile").read_text("utf-8"), re.M)
    return [name for line in lines for name in line.split()]


def test_the_image_has_every_part_of_the_house(deploy: Path, root: Path) -> None:
    copied = in_image(deploy)
    assert {"server", "kiosk", "board", "counter", "printers", "requirements.lock"} <= set(copied)
    assert [name for name in copied if not (root / name).exists()] == []
    text = (deploy / "Dockerfile").read_text("utf-8")
    volumes = re.findall(r'"(/\w+)"', text.partition("VOLUME")[2].partition("\n")[0])
    mounted = [each.partition(":")[2] for each in compose(deploy)["services"]["jiaohao"]["volumes"]]
    assert sorted(mounted) == sorted(volumes)


def test_the_image_knows_its_release_and_its_pages(
    deploy: Path, root: Path, tmp_path: Path
) -> None:
    for name in in_image(deploy):
        kind = shutil.copytree if (root / name).is_dir() else shutil.copy
        kind(root / name, tmp_path / name)
    # Without site-packages: in the image the code was never installed.
    asked = [sys.executable, "-S", "-c", "from server.build import build; print(build())"]
    said = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == build()


def test_what_is_installed_is_compiled() -> None:
    # Who runs Jiaohao may not write where it is installed, and would compile all of it at each start.
    code = "import sys, server.gunicorn; print(*(getattr(m, '__cached__', '') for m in sys.modules.values()))"
    asked = [sys.executable, "-B", "-c", code]
    said = subprocess.run(asked, capture_output=True, text=True, check=True)
    files = [Path(name) for name in said.stdout.split() if "site-packages" in name]
    assert len(files) > 100
    assert [file.name for file in files if not file.exists()] == []


def test_the_agent_s_service_starts_what_there_is(deploy: Path, root: Path) -> None:
    told = dict(unit(deploy / "jiaohao-agent.service")["Service"])
    program, *words = told["ExecStart"].split()
    assert program == f"{told['WorkingDirectory']}/.venv/bin/python"
    assert words[:2] == ["-m", "printers.agent"]
    assert (root / "printers/agent/__main__.py").is_file()
    page = (root / "docs/agent.md").read_text("utf-8")
    assert words[3] in page
    assert f"data: /var/lib/{told['StateDirectory']}" in page
    for name in ("jiaohao-agent.service", "99-jiaohao.rules"):
        assert name in page
        assert (deploy / name).is_file()
