"""The fixed words of the official papers, in every language that papers have."""

from server.hall.plan import Names


def _term(hans: str, en: str, hant: str = "") -> Names:
    return {"zh-Hans": hans, "en": en, "zh-Hant": hant or hans}


NOTICE = _term("一次性告知单", "One-time notice", "一次性告知單")
RECEIPT = _term("收件回执单", "Receipt for documents", "收件回執單")
REPORT = _term("服务日报", "Report of the day", "服務日報")
NUMBER = _term("编号", "No.", "編號")
SERVICE = _term("事项", "Service", "事項")
TICKET = _term("排队号", "Ticket", "排隊號")
WINDOW = _term("窗口", "Window")
CLERK = _term("经办人", "Clerk", "經辦人")
BRING = _term("请补齐打勾的材料", "Please bring what is ticked", "請補齊打勾的材料")
STEPS = _term("办理流程", "How it goes on", "辦理流程")
TIME_LIMIT = _term("办理时限", "Time limit", "辦理時限")
CITIZEN_SIGNS = _term("申请人签字", "Applicant's signature", "申請人簽字")
CLERK_SIGNS = _term("经办人签字", "Clerk's signature", "經辦人簽字")
DATE = _term("日期", "Date")
TAKEN_IN = _term("已收材料", "Documents taken in", "已收材料")
_PAGES = _term("{n} 页", "{n} pages", "{n} 頁")
_PAGE = _term("{n} 页", "{n} page", "{n} 頁")
_TOTAL = _term("共 {n} 页", "{n} pages in all", "共 {n} 頁")
_TOTAL_ONE = _term("共 {n} 页", "{n} page in all", "共 {n} 頁")
DUE = _term("取件日期", "Come for it on", "取件日期")
FOLLOW = _term("扫码查进度", "See how it stands", "掃碼查進度")
KEEP = _term("取件时请带上本单。", "Bring this paper with you.", "取件時請帶上本單。")
TICKETS = _term("取号", "Tickets", "取號")
CALLED = _term("叫号", "Called", "叫號")
SERVED = _term("办结", "Served", "辦結")
MISSED = _term("过号", "Missed", "過號")
WAITS = _term("等候（分钟）", "Waits in minutes", "等候（分鐘）")
MEDIAN = _term("中位", "Median")
P90 = _term("九成以内", "9 in 10 within", "九成以內")
P90_SHORT = _term("九成以内", "9 in 10", "九成以內")
PRINTED_BY = _term("打印人", "Printed by", "列印人")
WITHIN = _term("{n} 分钟内叫到", "Called within {n} min", "{n} 分鐘內叫到")
BY_SERVICE = _term("分事项", "By service", "分事項")
BY_WINDOW = _term("分窗口", "By window", "分窗口")
RATINGS = _term("评价", "Ratings", "評價")
GRADES: tuple[Names, ...] = (
    _term("非常满意", "Very satisfied", "非常滿意"),
    _term("满意", "Satisfied", "滿意"),
    _term("基本满意", "Fairly satisfied", "基本滿意"),
    _term("不满意", "Dissatisfied", "不滿意"),
    _term("非常不满意", "Very dissatisfied", "非常不滿意"),
)
WEEKDAYS: tuple[Names, ...] = (
    _term("周一", "Mon", "週一"),
    _term("周二", "Tue", "週二"),
    _term("周三", "Wed", "週三"),
    _term("周四", "Thu", "週四"),
    _term("周五", "Fri", "週五"),
    _term("周六", "Sat", "週六"),
    _term("周日", "Sun", "週日"),
)


def pages(count: int) -> Names:
    """So many pages."""
    return filled(_PAGE if count == 1 else _PAGES, n=count)


def total(count: int) -> Names:
    """So many pages in all."""
    return filled(_TOTAL_ONE if count == 1 else _TOTAL, n=count)


def filled(names: Names, **values: object) -> Names:
    """The names with their places filled in."""
    return {tag: text.format(**values) for tag, text in names.items()}
