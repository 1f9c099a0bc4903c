"""The server dies in the middle of a slip: nobody guesses, a person looks, and the copy says what it is."""

import re
from pathlib import Path

from server.hall import plan as parts
from tests.faces.boards import plan
from tests.faces.managing import administrator
from tests.printers.hall import soon
from tests.printers.papers import codes
from tests.printers.simulator import Printer, switched_on
from tests.serving import Server

HERE = "/manage/paper"
NAME = {"zh-Hans": "小票机", "en": "Slip printer"}
REPRINT = re.compile(rf'formaction="({HERE}/jobs/\d+/reprint)"')


def test_a_torn_slip_is_decided_by_a_person_and_the_copy_is_whole(tmp_path: Path) -> None:
    with switched_on(Printer(stall_after=10_000)) as printer:
        at = parts.Printer("p1", NAME, "network", f"127.0.0.1:{printer.port}")
        server = Server(tmp_path / "var", plan=plan(tmp_path, printers=(at,)))
        kiosk, admin = server.client("kiosk", "k1"), administrator(server)
        label = kiosk.issue("tax")["label"]
        soon(lambda: printer.received > 10_000)
        server.kill()
        printer.stall_after = None
        printer.resume.set()
        server.restart()
        soon(lambda: "不知是否打出" in admin.get(HERE).text)
        assert label in admin.get(HERE).text
        assert "当时服务器停了" in admin.get(HERE).text
        [again] = REPRINT.findall(admin.get(HERE).text)
        for _ in range(2):
            assert admin.post(again, HERE).status_code == 303
        soon(lambda: admin.get(HERE).text.count("已打印") == 2, within=30)
        assert "不知是否打出" not in admin.get(HERE).text
        papers = printer.pictures()
        server.close()
    whole = [paper for paper in papers if codes(paper)]
    assert codes(papers[-1]), "the copy is whole: a phone reads it"
    assert len(whole) <= 2, (
        "the first may have come out after all, and the copy says that it is one"
    )
    assert len({paper.tobytes() for paper in whole}) == len(whole)
