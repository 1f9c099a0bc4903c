"""The bench's own promise: a port that was pulled out is not the next one under the same name."""

from pathlib import Path

from printers.agent.serial_port import open_serial
from tests.printers.agent.bench import line


def test_a_path_is_one_line_s_alone() -> None:
    with line() as first:
        before = first.path
        with open_serial(before, 9600) as port:
            port.write(b"x")
            assert first.hear() == b"x"
    with line() as second:
        assert second.path != before
        assert not Path(before).exists()
