"""A test page: what shows whether a printer prints, how wide, how dark, and where it cuts."""

from PIL import Image

from printers.layout import Scale, Sheet
from printers.marks import band, hatched
from printers.strips import INK, Part, blank, figure, line, stack, text
from printers.typeface import BOLD, NUMBER, REGULAR, Run
from server.hall.slip import TRIAL, Slip

SPECIMEN = "A0123"
EDGE = 8
TOOTH = 24


class Trial(Sheet):
    """The page of a printer; `service` is what it is called, `windows` what it is good for."""

    def __init__(self, slip: Slip, scale: Scale, languages: tuple[str, ...]) -> None:
        if slip.kind != TRIAL:
            raise ValueError("no test page")
        super().__init__(slip, scale, languages)

    def drawn(self) -> Image.Image:
        """All blocks in order, between two rulers that reach both edges of the paper."""
        s, gap = self.s, self.s.gap
        width = Run(f"{s.width} dots", REGULAR, s.small)
        grey = line([Run("0123456789", BOLD, s.head)], s.column // 2)
        parts: list[Part] = [ruler(s.width), gap]
        parts += [self.reprint() or 0, self.hall(), gap, self.title(), gap]
        parts += [figure(SPECIMEN, NUMBER, s.label, s.column), gap]
        parts += [hatched(grey, s.width, gap // 2), gap, text(width, s.column), gap]
        parts += [self.pair(self.slip.windows, s.place, s.small), gap, self.foot(), gap]
        return stack(s.width, *parts, ruler(s.width))

    def title(self) -> Image.Image:
        """What it is, white on ink, so that nobody takes it for a turn."""
        words = self.pair(self.slip.service, self.s.service, self.s.head)
        return band(stack(self.s.width, words), self.s.gap // 2, 4 * self.s.gap // 5)


def ruler(width: int) -> Image.Image:
    """A scale from edge to edge, a tooth every 3 mm: what the head or the paper cuts off is seen."""
    sheet = blank(width, EDGE * 2)
    sheet.paste(INK, (0, 0, width, 2))
    for left in range(0, width, TOOTH):
        sheet.paste(INK, (left, 0, left + 2, EDGE * (2 if left % (TOOTH * 4) == 0 else 1)))
    sheet.paste(INK, (width - 2, 0, width, EDGE * 2))
    return sheet
