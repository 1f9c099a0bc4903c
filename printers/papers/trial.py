"""A test page: what shows whether a printer prints, how wide, how dark, and where it cuts."""

from PIL import Image

from printers.marks import hatched
from printers.papers.sheet import Scale, Sheet
from printers.strips import INK, Part, blank, figure, line, stack, text
from printers.typeface import BOLD, NUMBER, REGULAR, Run
from server.hall.slip import TRIAL, Slip

SPECIMEN = "A0123"
EDGE = 8
TOOTH = 24


class Trial(Sheet):
    """The page of a printer; `service` is what it is called, `windows` what it is good for."""

    def __init__(self, slip: Slip, scale: Scale, logo: Image.Image | None = None) -> None:
        if slip.kind != TRIAL:
            raise ValueError("no test page")
        super().__init__(slip, scale, logo)
        self.slip = slip

    def drawn(self) -> Image.Image:
        """All blocks in order, between two rulers that reach both edges of the paper."""
        s, gap = self.s, self.s.gap
        width = Run(f"{s.width} dots", REGULAR, s.small)
        grey = line([Run("0123456789", BOLD, s.head)], s.column // 2)
        where = [self.slip.kiosk] if self.slip.kiosk else []
        parts: list[Part] = [ruler(s.width), gap]
        for block in (self.reprint(), self.logo(), self.hall(), self.head()):
            parts += [block, gap] if block else []
        parts += [self.title(self.slip.service), gap]
        parts += [figure(SPECIMEN, NUMBER, s.label, s.column), gap]
        parts += [hatched(grey, s.width, gap // 2), gap, text(width, s.column), gap]
        parts += [self.pair(self.slip.windows, s.place, s.small), gap, self.foot(*where), gap]
        return stack(s.width, *parts, ruler(s.width))


def ruler(width: int) -> Image.Image:
    """A scale from edge to edge, a tooth every 3 mm: what the head or the paper cuts off is seen."""
    sheet = blank(width, EDGE * 2)
    sheet.paste(INK, (0, 0, width, 2))
    for left in range(0, width, TOOTH):
        sheet.paste(INK, (left, 0, left + 2, EDGE * (2 if left % (TOOTH * 4) == 0 else 1)))
    sheet.paste(INK, (width - 2, 0, width, EDGE * 2))
    return sheet
