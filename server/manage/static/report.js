// A report on paper: charts with as many points as paper can show, and the button that prints.

Object.defineProperty(window, "devicePixelRatio", { value: Math.max(3, window.devicePixelRatio) });
document.getElementById("print").addEventListener("click", () => print());
