// Whoever changes the view has it drawn again, without knowing how.

let drawer = () => {};

/** Have `draw({settled})` called at every change of the view; settled: the focus may go home. */
export const onChange = (draw) => (drawer = draw);

/** The view has changed. */
export const redraw = (settled = false) => drawer({ settled });
