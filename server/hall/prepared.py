"""Notices that a hall says again and again; their recordings lie in the bank of the voice."""

from collections.abc import Mapping

from server.hall.plan import Names

PREPARED: Mapping[str, Names] = {
    "opening": {
        "zh-Hans": "大厅现在开始办理业务，请听到叫号后到窗口办理。",
        "en": "The hall is open now. Please go to a window when your number is called.",
    },
    "closing": {
        "zh-Hans": "大厅即将停止取号，还需要办理业务的市民，请尽快取号。",
        "en": "We will stop giving numbers soon. Please take your number now.",
    },
    "closed": {
        "zh-Hans": "今天的业务已经办理完毕，谢谢您的光临。",
        "en": "The hall is closed for today. Thank you for coming.",
    },
    "lunch": {
        "zh-Hans": "现在午间休息，叫号暂停，您的号码保留，请稍等。",
        "en": "We pause for lunch now. Your number keeps its place. Please wait a little.",
    },
    "slip": {
        "zh-Hans": "请保管好您的号码条，留意屏幕和叫号。",
        "en": "Please keep your number slip, and watch the screen.",
    },
    "missed": {
        "zh-Hans": "过号的市民，请到服务台咨询。",
        "en": "If you missed your number, please go to the service desk.",
    },
}
"""Code -> what is shown and said."""
