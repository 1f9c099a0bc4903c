// The evaluator's fixed words: English here, Chinese in the catalogue.

/** The five grades of 政务服务“好差评”. */
export const GRADES = {
  5: "Very satisfied", 4: "Satisfied", 3: "Fairly satisfied", 2: "Dissatisfied", 1: "Very dissatisfied",
};

/** What a bad grade may be about. */
export const REASONS = {
  slow: "It took too long", attitude: "How I was treated", unclear: "Explanations were unclear",
  repeated_trips: "I had to come several times", environment: "The place itself", other: "Something else",
};

const PHONE = "You can still rate with the code on your slip.";
const KEPT = "It is sent as soon as the server is back. You can also rate with the code on your slip.";

/** What is said after a press: title, what to do, and the mark's shape. */
export const SAID = {
  thanks: { title: "Thank you for your rating", more: "It has been kept. We read every one.", mark: "good" },
  already: { title: "This service is rated already", more: "One rating is enough. Thank you.", mark: "good" },
  late: { title: "The time for rating here has passed", more: PHONE, mark: "calm" },
  lost: { title: "Your rating did not arrive", more: KEPT, mark: "calm" },
};
