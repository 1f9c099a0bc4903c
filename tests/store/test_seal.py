"""A sealed text says nothing, opens under its own secret alone, and shows when it was changed."""

from server.store.seal import MARK, Sealer

TEXT = "张某，电话 138 0000 0000 🎫"


def test_what_is_sealed_is_opened_by_the_same_secret_and_no_other() -> None:
    mine, again, other = Sealer("the secret"), Sealer("the secret"), Sealer("another")
    kept = mine.seal(TEXT)
    assert kept.startswith(MARK)
    assert kept.isascii()
    assert "138" not in kept
    assert again.open(kept) == TEXT
    assert other.open(kept) is None


def test_the_same_words_look_different_each_time() -> None:
    sealer = Sealer("the secret")
    assert len({sealer.seal("去复印") for _ in range(3)}) == 3


def test_what_was_changed_is_not_opened() -> None:
    sealer = Sealer("the secret")
    kept = sealer.seal(TEXT)
    middle = len(kept) // 2
    changed = kept[:middle] + ("A" if kept[middle] != "A" else "B") + kept[middle + 1 :]
    for torn in (changed, kept[:-8], MARK, f"{MARK}号", f"{kept}\n…"):
        assert sealer.open(torn) is None


def test_what_was_kept_before_there_were_seals_is_told_as_it_is() -> None:
    assert Sealer("the secret").open(TEXT) == TEXT
