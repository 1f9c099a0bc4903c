"""The browser's door to the API: who asks, asking again, and refusals with a code."""

from playwright.sync_api import Page

from tests.faces.stand import Stand

ISSUE = """async (options) => {
  const { post } = await import("/static/js/api.js");
  try { return await post("/api/tickets", { service: "ID" }, options ?? {}); }
  catch (error) { return { status: error.status, code: error.code, detail: error.detail }; }
}"""
DOOR = "POST /api/tickets"


def test_a_paired_kiosk_asks_with_its_key_alone(stand: Stand, page: Page) -> None:
    stand.answers(DOOR, {"label": "A017"}, 201)
    page.evaluate("localStorage.setItem('jiaohao.key:/kiosk/east', 'KEY')")
    page.evaluate("document.cookie = 'session=somebody; path=/'")
    assert page.evaluate(ISSUE) == {"label": "A017"}
    [asked] = stand.asks(DOOR)
    assert asked.headers["Authorization"] == "Bearer KEY"
    assert "Cookie" not in asked.headers
    assert asked.body == {"service": "ID"}


def test_a_person_asks_with_cookie_and_csrf_token(stand: Stand, page: Page) -> None:
    stand.head = '<meta name="csrf" content="TOKEN">'
    stand.answers(DOOR, {"label": "A017"}, 201)
    page.goto(f"{stand.url}/counter")
    page.evaluate("document.cookie = 'session=somebody; path=/'")
    page.evaluate(ISSUE)
    [asked] = stand.asks(DOOR)
    assert asked.headers["X-Csrf-Token"] == "TOKEN"
    assert "session=somebody" in asked.headers["Cookie"]
    assert "Authorization" not in asked.headers


def test_a_busy_store_is_asked_again_with_the_same_idempotency_key(
    stand: Stand, page: Page
) -> None:
    stand.answers(DOOR, {"code": "store_busy"}, 503)
    stand.answers(DOOR, {"label": "A017"}, 201)
    assert page.evaluate(ISSUE) == {"label": "A017"}
    first, second = (asked.headers["Idempotency-Key"] for asked in stand.asks(DOOR))
    assert first == second


def test_two_presses_are_two_keys_unless_the_button_says_they_are_one(
    stand: Stand, page: Page
) -> None:
    stand.answers(DOOR, {}, 201)
    page.evaluate(ISSUE)
    page.evaluate(ISSUE)
    page.evaluate(ISSUE, {"idempotencyKey": "one-press"})
    keys = [asked.headers["Idempotency-Key"] for asked in stand.asks(DOOR)]
    assert len(set(keys)) == 3
    assert keys[2] == "one-press"


def test_a_refusal_is_told_once_with_its_code(stand: Stand, page: Page) -> None:
    stand.answers(DOOR, {"code": "service_closed", "detail": "今日停止取号"}, 409)
    told = page.evaluate(ISSUE)
    assert told == {"status": 409, "code": "service_closed", "detail": "今日停止取号"}
    assert len(stand.asks(DOOR)) == 1


def test_an_answer_that_is_no_problem_document_still_has_a_code(stand: Stand, page: Page) -> None:
    stand.answers(DOOR, "gone", 502)
    assert page.evaluate(ISSUE)["code"] == "http_502"


def test_a_server_that_is_away_is_unreachable(stand: Stand, page: Page) -> None:
    page.evaluate("import('/static/js/api.js')")
    page.route("**/api/tickets", lambda route: route.abort())
    told = page.evaluate(ISSUE, {"retries": 1})
    assert (told["status"], told["code"]) == (0, "unreachable")


def test_a_server_that_hangs_is_unreachable_after_the_timeout(stand: Stand, page: Page) -> None:
    page.evaluate("import('/static/js/api.js')")
    page.route("**/api/tickets", lambda route: None)
    told = page.evaluate(ISSUE, {"retries": 0, "timeout": 100})
    assert (told["status"], told["code"]) == (0, "unreachable")


def test_a_refused_key_is_told_to_whoever_listens(stand: Stand, page: Page) -> None:
    stand.answers(DOOR, {"code": "unauthorised"}, 401)
    told = page.evaluate(
        """async () => {
          const { onUnauthorised, post } = await import("/static/js/api.js");
          const codes = [];
          onUnauthorised((error) => codes.push(error.code));
          await post("/api/tickets").catch(() => {});
          const headers = { Authorization: "Bearer a pairing's secret" };
          await post("/api/tickets", {}, { headers }).catch(() => {});
          return codes;
        }"""
    )
    assert told == ["unauthorised"]


def test_ids_are_made_on_plain_http_too(page: Page) -> None:
    ids = page.evaluate(
        """async () => {
          const { freshId } = await import("/static/js/keys.js");
          crypto.randomUUID = undefined;
          return [freshId(), freshId()];
        }"""
    )
    assert ids[0] != ids[1]
    shape = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    assert page.evaluate(
        "([ids, shape]) => ids.every((id) => RegExp(shape).test(id))", [ids, shape]
    )
