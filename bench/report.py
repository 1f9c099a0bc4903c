"""Figures as lines, and whether each reached its goal."""


class Report:
    """Prints as it goes; `close` says how many goals were missed."""

    def __init__(self) -> None:
        self._missed: list[str] = []

    def line(self, name: str, value: float, unit: str) -> None:
        """A figure, or a limit beside one."""
        print(
            f"{name} {value:.3g} {unit}" if value < 1000 else f"{name} {value:.0f} {unit}",
            flush=True,
        )

    def goal(
        self,
        name: str,
        value: float,
        unit: str,
        *,
        most: float | None = None,
        least: float | None = None,
    ) -> None:
        """A figure with the goal it is held to."""
        self.line(name, value, unit)
        bound, sign = (most, "<=") if most is not None else (least, ">=")
        assert bound is not None
        met = value <= bound if most is not None else value >= bound
        print(f"  goal {sign} {bound:g} {unit}: {'met' if met else 'MISSED'}", flush=True)
        if not met:
            self._missed.append(name)

    def close(self) -> int:
        """0 when every goal was met."""
        print(f"goals missed: {', '.join(self._missed)}" if self._missed else "all goals met")
        return 1 if self._missed else 0
