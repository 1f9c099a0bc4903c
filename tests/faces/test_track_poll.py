"""What a phone's look costs: the slip's secret is its key, and nothing new is nothing sent."""

from tests.serving import Client, Server


def phone(server: Server, ticket: dict[str, object]) -> Client:
    return Client(server.url, str(ticket["track_url"]).rpartition("/")[2])


def test_a_slips_secret_shows_its_own_ticket_and_no_other(server: Server) -> None:
    kiosk = server.client("kiosk", "k1")
    ana, ben = kiosk.issue("advice"), kiosk.issue("advice")
    picture = phone(server, ana).get("/api/ticket").json()
    assert (picture["id"], picture["label"]) == (ana["id"], ana["label"])
    assert phone(server, ana).get(f"/api/tickets/{ben['id']}").status_code == 403
    assert kiosk.get("/api/ticket").status_code == 403
    assert Client(server.url, "no-such-secret").get("/api/ticket").status_code == 401


def test_an_unchanged_ticket_is_not_sent_again(server: Server) -> None:
    kiosk = server.client("kiosk", "k1")
    ana = phone(server, kiosk.issue("travel"))
    first = ana.get("/api/ticket")
    tag = {"If-None-Match": first.headers["ETag"]}
    kiosk.issue("tax")
    again = ana.get("/api/ticket", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_being_called_and_cancelled_makes_it_new(server: Server) -> None:
    kiosk, window = server.client("kiosk", "k1"), server.client("window", "4")
    ticket = kiosk.issue("fund")
    ana = phone(server, ticket)
    tags = [ana.get("/api/ticket").headers["ETag"]]
    called = window.call_next("4")
    assert called["id"] == ticket["id"]
    tags.append(ana.get("/api/ticket", headers={"If-None-Match": tags[-1]}).headers["ETag"])
    assert ana.move(ticket, "cancel")["status"] == "cancelled"
    tags.append(ana.get("/api/ticket", headers={"If-None-Match": tags[-1]}).headers["ETag"])
    assert len(set(tags)) == 3
