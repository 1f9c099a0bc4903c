"""Who hears what: the rooms of the hall, named once."""


def hall_room(hall: str) -> str:
    """Everybody of a hall."""
    return f"{hall}/all"


def board_room(hall: str, board: str) -> str:
    """All screens that show one board."""
    return f"{hall}/board/{board}"


def kiosk_room(hall: str, kiosk: str) -> str:
    """All screens of one kiosk."""
    return f"{hall}/kiosk/{kiosk}"


def window_room(hall: str, window: str) -> str:
    """What stands at one window: the clerk's panel, the evaluator, a keypad."""
    return f"{hall}/window/{window}"


def key_room(key_id: int) -> str:
    """The screens that hold one key; ids are of the whole deployment."""
    return f"key/{key_id}"
