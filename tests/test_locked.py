"""A lock file is refused as soon as it stops answering pyproject.toml."""

from pathlib import Path

from tools import locked

PYPROJECT = """
[project]
name = "jiaohao"
requires-python = ">=3.11"
dependencies = ["flask==3.1.*"]
[dependency-groups]
dev = ["pytest"]
"""
LOCK = f"""# wanted: {locked.wanted(PYPROJECT)}
flask==3.1.3 \\
    --hash=sha256:{"a" * 64} \\
    --hash=sha256:{"b" * 64}
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{"c" * 64}
"""


def test_the_real_locks_answer_the_real_pyproject(root: Path) -> None:
    pyproject = (root / "pyproject.toml").read_text(encoding="utf-8")
    for name in locked.LOCKS:
        lock = (root / name).read_text(encoding="utf-8")
        assert "==" in lock
        assert locked.faults(lock, pyproject) == []


def test_a_changed_dependency_makes_the_lock_stale() -> None:
    assert locked.faults(LOCK, PYPROJECT) == []
    [fault] = locked.faults(LOCK, PYPROJECT.replace("3.1.*", "3.2.*"))
    assert "pyproject" in fault


def test_a_changed_description_leaves_the_lock_good() -> None:
    assert locked.faults(LOCK, PYPROJECT.replace("jiaohao", "another")) == []


def test_a_pin_without_hash_is_refused() -> None:
    [fault] = locked.faults(LOCK.replace(f"    --hash=sha256:{'c' * 64}\n", ""), PYPROJECT)
    assert "no hash for colorama" in fault


def test_a_host_name_is_refused() -> None:
    [fault] = locked.faults(LOCK + "--index-url https://mirror.example/simple\n", PYPROJECT)
    assert "mirror.example" in fault


def test_a_stamp_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "requirements.lock"
    path.write_text(LOCK, encoding="utf-8")
    newer = PYPROJECT.replace("pytest", "pytest-timeout")
    locked.stamp(path, newer)
    assert locked.faults(path.read_text(encoding="utf-8"), newer) == []
    assert path.read_text(encoding="utf-8").count("wanted:") == 1
