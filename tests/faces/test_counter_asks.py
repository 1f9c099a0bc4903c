"""The other keys: park, recall, no-show, reinstate, out of turn, away. Each works, or says why not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.faces.panel import REST, big, counter, done, here, key, said, space
from tests.serving import Client, Server


@pytest.fixture(scope="module")
def hall(server: Server) -> Client:
    return server.client("admin")


@pytest.fixture
def panel(server: Server) -> Iterator[Page]:
    """Zhou Hang at window 4, where nobody waits yet."""
    with counter(server, "zhouhang", window="4") as page:
        expect(big(page)).to_have_text("叫下一位")
        yield page


def test_a_parked_ticket_waits_aside_with_its_note_and_comes_back(
    hall: Client, panel: Page
) -> None:
    ticket = hall.issue("property")
    space(panel)
    expect(here(panel)).to_have_text(ticket["label"])
    key(panel, "p")
    expect(panel.get_by_label("备注")).to_be_focused()
    panel.keyboard.type("去复印户口簿")
    panel.keyboard.press("Enter")
    expect(said(panel)).to_have_text(f"{ticket['label']} 已暂挂。")
    aside = panel.locator(".row.aside")
    expect(aside).to_contain_text("有备注")
    expect(panel.locator("[data-primary]")).to_be_focused()
    panel.keyboard.press("ArrowDown")
    expect(aside).to_be_focused()
    key(panel, "Enter")
    expect(here(panel)).to_have_text(ticket["label"])
    expect(panel.locator(".origin")).to_contain_text("去复印户口簿")
    key(panel, "f")
    expect(said(panel)).to_contain_text("已办结")


def test_recalls_are_counted_then_the_no_show_can_be_reinstated(hall: Client, panel: Page) -> None:
    ticket = hall.issue("property")
    space(panel)
    recall = panel.get_by_role("button", name="重呼")
    for left in (3, 2, 1, 0):
        expect(recall).to_contain_text(f"还可 {left} 次")
        if left:
            key(panel, "r", REST)
    expect(recall).to_have_attribute("aria-disabled", "true")
    key(panel, "r")
    expect(said(panel)).to_contain_text("请按 N 记过号")
    key(panel, "n")
    row = panel.locator(".row.missed")
    expect(row).to_contain_text("过号 · 叫了 4 次")
    expect(panel.locator(".line-up", has_text="过号")).to_have_text("暂挂 0 · 过号 1")
    panel.keyboard.press("ArrowDown")
    key(panel, "Enter")
    expect(said(panel)).to_have_text(f"{ticket['label']} 已激活，重新排队。")
    expect(panel.locator(".row.first")).to_contain_text("按原取号时间排回")
    hall.move(ticket, "cancel")


def test_a_call_out_of_turn_is_asked_about(hall: Client, panel: Page) -> None:
    tickets = [hall.issue("fund") for _ in range(3)]
    expect(panel.locator("[data-row]")).to_have_count(3)
    for _ in range(3):
        panel.keyboard.press("ArrowDown")
    panel.keyboard.press("Enter")
    asked = panel.get_by_role("dialog")
    expect(asked).to_contain_text(f"不按顺序叫 {tickets[2]['label']}？")
    expect(asked).to_contain_text("前面还有 2 位")
    panel.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(panel.locator("[data-primary]")).to_be_focused()
    panel.locator("[data-row]").nth(2).click()
    panel.keyboard.press("Enter")
    expect(here(panel)).to_have_text(tickets[2]["label"])
    panel.locator("[data-row]").first.click()
    expect(said(panel)).to_have_text("请先把窗口上的号办结、暂挂、转号或记过号。")
    key(panel, "f")
    for ticket in tickets[:2]:
        hall.move(ticket, "cancel")


def test_a_key_that_cannot_do_anything_says_why(panel: Page) -> None:
    for letter in "rptnf":
        panel.keyboard.press(letter)
        expect(said(panel)).to_have_text("窗口上现在没有号。")
        panel.keyboard.press("x")
    expect(panel.get_by_role("dialog")).to_have_count(0)


def test_she_leaves_with_a_reason_and_one_key_brings_her_back(hall: Client, panel: Page) -> None:
    key(panel, "a")
    expect(panel.get_by_role("dialog")).to_contain_text("暂离原因")
    panel.keyboard.press("4")
    expect(panel.locator(".hero")).to_contain_text("暂离：用餐")
    expect(panel.locator(".badge").first).to_have_text("暂停服务")
    window = next(w for w in hall.get("/api/hall").json()["windows"] if w["code"] == "4")
    assert (window["status"], window["reason"]) == ("away", "meal")
    panel.reload()
    expect(panel.locator(".hero")).to_contain_text("暂离：用餐")
    expect(big(panel)).to_have_text("回到窗口")
    space(panel)
    expect(big(panel)).to_have_text("叫下一位")


def test_keys_work_while_a_chinese_input_method_is_on(hall: Client, panel: Page) -> None:
    ticket = hall.issue("fund")
    space(panel)
    expect(here(panel)).to_have_text(ticket["label"])
    done(panel)
    panel.evaluate(
        """() => document.body.dispatchEvent(new KeyboardEvent("keydown",
          { key: "Process", code: "KeyF", bubbles: true, cancelable: true }))"""
    )
    expect(said(panel)).to_contain_text("已办结")


def test_space_on_another_button_is_that_button(hall: Client, panel: Page) -> None:
    ticket = hall.issue("fund")
    space(panel)
    expect(big(panel)).to_have_text("开始办理")
    panel.get_by_role("button", name="暂挂").focus()
    panel.keyboard.press("Space")
    expect(panel.get_by_role("dialog")).to_contain_text(f"暂挂 {ticket['label']}")
    panel.get_by_role("button", name="去缴费").click()
    expect(panel.get_by_label("备注")).to_have_value("去缴费")
    panel.keyboard.press("Escape")
    expect(big(panel)).to_have_text("开始办理")
    key(panel, "f")
    expect(said(panel)).to_contain_text("已办结")
