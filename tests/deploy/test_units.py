"""The agent's unit and rules are written as systemd and udev read them; what those do not know they pass over."""

import re
from pathlib import Path

from tests.deploy.test_files import unit

SWITCHES = {
    *("NoNewPrivileges", "ProtectHome", "PrivateTmp", "ProtectKernelTunables", "LockPersonality"),
    *("ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups", "ProtectHostname"),
    *("RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID"),
}
KNOWN = {
    "Unit": {"Description", "Documentation", "After", "StartLimitIntervalSec"},
    "Service": {
        *("User", "SupplementaryGroups", "WorkingDirectory", "ExecStart", "Restart", "RestartSec"),
        *("TimeoutStopSec", "StateDirectory", "StateDirectoryMode", "UMask", "ProtectSystem"),
        *("RestrictAddressFamilies", "SystemCallArchitectures", "CapabilityBoundingSet"),
    }
    | SWITCHES,
    "Install": {"WantedBy"},
}
"""What systemd.unit(5), systemd.service(5) and systemd.exec(5) call it, as far as it is used."""

HIDING = {"PrivateDevices", "ProtectClock", "DevicePolicy", "DeviceAllow"}
"""Each of these leaves a service without serial ports, keyboards and printers."""

SERVERS_PAGES = ("docs/operations.md", "docs/paper.md")
"""Pages that tell how a printer at the server is used."""

MATCHES = {"SUBSYSTEM", "KERNEL", "ACTION", "ENV", "ATTR", "ATTRS", "SUBSYSTEMS", "DRIVERS"}
GIVES = {"SYMLINK", "GROUP", "MODE", "OWNER", "ENV", "TAG"}
NAMED = {"ENV", "ATTR", "ATTRS"}
PIECE = re.compile(r'([A-Z]+)(?:\{(\w+)\})?(==|!=|\+=|:=|=)"([^"]*)"')
"""One piece of a rule, as udev(7) has it."""


def test_the_unit_says_only_what_systemd_knows(root: Path) -> None:
    sections = unit(root / "deploy/jiaohao-agent.service")
    assert sections.keys() == KNOWN.keys()
    for section, lines in sections.items():
        names = [key for key, _ in lines]
        assert set(names) <= KNOWN[section], section
        assert len(names) == len(set(names)), section
        for key, value in lines:
            assert key not in SWITCHES or value in ("yes", "no"), key
            assert not key.endswith("Sec") or value.isdecimal(), key
            assert not key.endswith(("Mode", "UMask")) or re.fullmatch("0[0-7]{3}", value), key


def test_the_server_may_use_printers_that_are_plugged_into_it(root: Path) -> None:
    told = dict(unit(root / "deploy/jiaohao.service")["Service"])
    assert {"dialout", "lp"} <= set(told["SupplementaryGroups"].split())
    assert not HIDING & told.keys()
    # libusb looks for devices over netlink.
    assert "AF_NETLINK" in told["RestrictAddressFamilies"].split()
    rules_at = "deploy/99-jiaohao.rules"
    assert all(rules_at in (root / page).read_text("utf-8") for page in SERVERS_PAGES)


def test_the_agent_may_use_what_is_plugged_in_and_nothing_else(root: Path) -> None:
    told = dict(unit(root / "deploy/jiaohao-agent.service")["Service"])
    assert {"dialout", "input", "lp"} <= set(told["SupplementaryGroups"].split())
    assert not HIDING & told.keys()
    assert told["ProtectSystem"] == "strict"
    assert told["CapabilityBoundingSet"] == ""
    assert int(told["TimeoutStopSec"]) > 30, "a slip is finished first"


def rules(root: Path) -> list[str]:
    """The rules of the agent, those too that are only examples."""
    text = (root / "deploy/99-jiaohao.rules").read_text("utf-8")
    return [line.lstrip("#") for line in text.splitlines() if re.match("#?[A-Z]+==", line)]


def test_a_rule_says_only_what_udev_knows(root: Path) -> None:
    found = rules(root)
    assert len(found) >= 6
    for rule in found:
        pieces = [PIECE.fullmatch(piece) for piece in rule.split(", ")]
        assert all(pieces), rule
        parts = [piece.groups() for piece in pieces if piece]
        for key, name, sign, value in parts:
            assert key in (MATCHES if sign in ("==", "!=") else GIVES), rule
            assert (name is not None) == (key in NAMED), rule
            assert value, rule
            assert key != "MODE" or re.fullmatch("0[0-7]{3}", value), rule
        assert any(sign in ("==", "!=") for _, _, sign, _ in parts), rule
        assert any(sign not in ("==", "!=") for _, _, sign, _ in parts), rule
