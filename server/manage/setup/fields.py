"""The forms of the set-up pages: one table of fields, from which forms, lists and the page of changes are made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from server.hall.plan import Hall, Names
from server.hall.plan_parts import HALL, PAPERS, code_of, parts_of

Kind = Literal[
    "code",
    "text",
    "names",
    "number",
    "decimal",
    "hours",
    "choice",
    "many",
    "ordered",
    "switch",
    "lines",
    "notices",
    "photo",
    "loudness",
]
Options = Callable[[Hall], list[tuple[str, Names]]]


@dataclass(frozen=True)
class Field:
    """One fact of a part on its form: `key` is its name in the plan. An `optional` one may be left empty;
    `options` are what can be chosen, as (value, name); `whole` says that the value chosen is a number. Of
    `many` it only matters which are chosen, of `ordered` ones their order too."""

    key: str
    kind: Kind
    label: str
    hint: str = ""
    unit: str = ""
    optional: bool = False
    options: Options | None = None
    whole: bool = False


@dataclass(frozen=True)
class Form:
    """A kind of part: its title, what one is called, its fields, and the keys that its list shows."""

    title: str
    one: str
    about: str
    fields: tuple[Field, ...]
    listed: tuple[str, ...] = ()

    def field(self, key: str) -> Field | None:
        """The field of a fact."""
        return next((field for field in self.fields if field.key == key), None)


def of_kind(kind: str) -> Options:
    """The parts of a kind, to choose from."""
    return lambda plan: [(code_of(p), getattr(p, "name")) for p in parts_of(plan, kind)]  # noqa: B009


def fixed(**names: tuple[str, str]) -> Options:
    """The same choices in every hall: value=(Chinese, English)."""
    return lambda _: [(value, {"zh-Hans": zh, "en": en}) for value, (zh, en) in names.items()]


LANGUAGES: Options = lambda _: [  # noqa: E731
    ("zh-Hans", {"zh-Hans": "简体中文", "en": "Simplified Chinese"}),
    ("en", {"zh-Hans": "英文", "en": "English"}),
    ("zh-Hant", {"zh-Hans": "繁体中文", "en": "Traditional Chinese"}),
]
KINDS_OF_BOARD = fixed(
    main=("大厅主屏", "Main"), zone=("分区屏", "Zone"), window=("窗口屏", "Window sign")
)
DRIVERS = fixed(
    screen=("屏上", "On screen"),
    file=("文件夹", "Folder"),
    network=("网络", "Network"),
    usb=("USB", "USB"),
    serial=("串口", "Serial"),
    agent=("设备代理", "Agent"),
)
CONFIRM = fixed(
    sensor=("按序应答 GS r", "Answers in its turn"),
    process=("回传编号 GS ( H", "Tells a number back"),
)
CONFIRMS = "All answer in their turn; Epson's newer ones tell numbers back, which is surer."
ADDRESSES = (
    "Network: host:port. USB: /dev/usb/lp0 or vendor:product. Serial: /dev/ttyUSB0 115200 8N1 rts."
    " Folder: its name. Agent: its code."
)
ROLES = fixed(
    clerk=("窗口人员", "Clerk"), supervisor=("首席代表", "Supervisor"), manager=("站长", "Manager")
)
LAYOUTS = fixed(cards=("大卡片", "Large cards"), list=("列表", "List"))
WIDTHS: Options = lambda _: [("576", {"en": "80 mm"}), ("384", {"en": "58 mm"})]  # noqa: E731
TEMPLATES = fixed(dots=("点阵图像", "Dots"), text=("打印机字库", "The printer's own letters"))
SLOW = "Its own letters are for slow serial printers: no logo, and plainer."
SHOWS = fixed(
    windows=("可办窗口", "Windows"),
    priority=("绿色通道", "Green channel"),
    ahead=("前面人数", "People ahead"),
    wait=("预计等候", "Expected wait"),
    qr=("查看进度的二维码", "QR to follow it"),
    missed=("过号说明", "What to do after a missed call"),
    kiosk=("取号机和流水号", "Kiosk and serial number"),
)
SHOWN_ALWAYS = "Hall, service, number and time stand on every one."
CODE_HINT = "Letters and digits; it never changes, because tickets and devices refer to it."
CODE = Field("code", "code", "Code", CODE_HINT)
NAME = Field("name", "names", "Name")
ROOM = "Of boards with the same word here one speaks at a time. Empty: a zone's own, else the hall."
SPOKEN = "In this order. None: all languages that are shown."
LOUDNESS = "For example 12:00-13:30 0; 20:00-07:30 60. At 0 nothing is said; else the volume holds."
BRIEF = "While two more calls wait: in the first language alone, without chime."
SPANS = "For example 09:00-12:00 13:30-17:00; empty is closed."

SERVICE = (
    CODE,
    NAME,
    Field("prefix", "text", "Prefix", "One or two letters: A makes A001."),
    Field("group", "choice", "Group", optional=True, options=of_kind("groups")),
    Field("first", "number", "First number"),
    Field("last", "number", "Last number", "Empty: no end.", optional=True),
    Field("digits", "number", "Digits", "3 makes A001."),
    Field(
        "daily_limit", "number", "Daily limit", "Empty: no limit.", "tickets a day", optional=True
    ),
    Field("hours", "hours", "Hours", SPANS, optional=True),
    Field("materials", "lines", "Materials", "What a citizen brings along, a line each."),
)
WINDOW = (
    CODE,
    NAME,
    Field("services", "many", "Services", "What this window takes.", options=of_kind("services")),
)
CLERK = (
    Field("login", "code", "Login", CODE_HINT),
    NAME,
    Field("number", "text", "Number", "The number on the badge.", optional=True),
    Field("title", "names", "Title", optional=True),
    Field("photo", "photo", "Photo", "PNG, JPEG or WebP, at most 5 MB.", optional=True),
    Field("role", "choice", "Role", options=ROLES),
    Field(
        "services",
        "many",
        "Services they can do",
        "At a window they call for these only. None: all.",
        optional=True,
        options=of_kind("services"),
    ),
)
PRIORITY = (
    CODE,
    NAME,
    Field("credit", "decimal", "Head start", "As if already waited so long.", "minutes"),
    Field("rate", "decimal", "Speed", "How many times each waited minute counts; 1 is as for all."),
)
BOARD = (
    CODE,
    NAME,
    Field("kind", "choice", "Kind", options=KINDS_OF_BOARD),
    Field(
        "windows",
        "many",
        "Windows",
        "Which it shows; a window sign shows one.",
        optional=True,
        options=of_kind("windows"),
    ),
    Field("languages", "ordered", "Languages", "The first leads on the screen.", options=LANGUAGES),
    Field("voice", "switch", "Speaks calls"),
    Field("room", "text", "Heard in", ROOM, optional=True),
    Field("spoken", "ordered", "Spoken in", SPOKEN, optional=True, options=LANGUAGES),
    Field("volume", "number", "Volume", "0 to 100; 100 is as loud as the screen itself is set."),
    Field("loudness", "loudness", "Volume by time of day", LOUDNESS, optional=True),
    Field("repeats", "number", "A call is said", "Again only while no other call waits.", "times"),
    Field("brief", "switch", "Short in a rush", BRIEF),
)
KIOSK = (
    CODE,
    NAME,
    Field(
        "services",
        "ordered",
        "Services",
        "In the order of its screen; a group stands where its first service does. None: all, as in the hall.",
        optional=True,
        options=of_kind("services"),
    ),
    Field("layout", "choice", "Layout", "A list is for tall screens.", options=LAYOUTS),
    Field("printer", "choice", "Printer", optional=True, options=of_kind("printers")),
    Field("languages", "ordered", "Languages", "The first is what it opens in.", options=LANGUAGES),
    Field("low", "switch", "Low, for wheelchairs"),
)
PRINTER = (
    CODE,
    NAME,
    Field("driver", "choice", "Driver", options=DRIVERS),
    Field("address", "text", "Address", ADDRESSES, optional=True),
    Field("width", "choice", "Paper", options=WIDTHS, whole=True),
    Field("template", "choice", "Printed as", SLOW, options=TEMPLATES),
    Field("roll_metres", "number", "A new roll has", "Empty: not known.", "metres", optional=True),
    Field("mute", "switch", "Tells nothing back"),
    Field("confirm", "choice", "Says that a slip is printed", CONFIRMS, options=CONFIRM),
    Field(
        "fallback",
        "choice",
        "When it cannot print",
        "Slips that wait go to this printer.",
        optional=True,
        options=of_kind("printers"),
    ),
    Field("fallback_seconds", "number", "They go there after", "", "seconds"),
)
AGENT = (
    CODE,
    NAME,
    Field(
        "windows",
        "many",
        "Windows",
        "Whose keys and signs are plugged into it.",
        optional=True,
        options=of_kind("windows"),
    ),
)
PAPER = (
    Field("logo", "photo", "Logo", "Black on white is best. PNG, JPEG or WebP.", optional=True),
    Field("head", "lines", "Beneath the hall's name", "At most four lines."),
    Field("foot", "lines", "At the foot", "At most four lines."),
    Field("shows", "many", "A ticket's slip shows", SHOWN_ALWAYS, optional=True, options=SHOWS),
    Field(
        "languages", "ordered", "Languages", "The first is larger; at most two.", options=LANGUAGES
    ),
)
SETTINGS = (
    NAME,
    Field("address", "text", "Address", optional=True),
    Field("timezone", "text", "Time zone", "For example Asia/Shanghai."),
    Field("day_starts", "text", "The day starts at", "A time at which nobody waits."),
    Field("hours", "hours", "Hours", SPANS),
    Field(
        "notices",
        "notices",
        "Notices",
        "At the foot of the boards, a line each. No day: always; no board: all.",
        options=lambda plan: [(b.code, b.name) for b in plan.boards if b.kind != "window"],
    ),
    Field(
        "promised_minutes", "number", "Promised wait", "Figures count who waited longer.", "minutes"
    ),
    Field("recalls", "number", "Recalls", "", "times"),
    Field("reinstate_minutes", "number", "A missed number can return for", "", "minutes"),
    Field("reinstate_after", "number", "It returns behind", "", "people"),
    Field("rating_seconds", "number", "A rating can be given for", "", "seconds"),
)
FORMS: dict[str, Form] = {
    "services": Form(
        "Services", "Service", "What citizens take numbers for.", SERVICE, ("prefix", "group")
    ),
    "windows": Form("Windows", "Window", "Where clerks serve.", WINDOW, ("services",)),
    "clerks": Form("Clerks", "Clerk", "Who serves.", CLERK, ("number", "role")),
    "groups": Form("Groups", "Group", "Headings of the kiosk's menu.", (CODE, NAME)),
    "priorities": Form("Green channel", "Reason", "Who goes before others.", PRIORITY),
    "boards": Form("Boards", "Board", "Screens on the wall.", BOARD, ("kind", "windows")),
    "kiosks": Form("Kiosks", "Kiosk", "Where numbers are taken.", KIOSK, ("printer", "services")),
    "printers": Form("Printers", "Printer", "Paper for kiosks.", PRINTER, ("driver", "address")),
    "agents": Form(
        "Agents",
        "Agent",
        "A small process beside keys, signs and printers; a printer of its own has its code as address.",
        AGENT,
        ("windows",),
    ),
    PAPERS: Form("Papers", "Papers", "Logo, own lines, what slips show.", PAPER),
    HALL: Form(
        "Hall and hours", "Hall", "Its name, when it is open, how long things last.", SETTINGS
    ),
}
