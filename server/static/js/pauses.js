// Why a service or the hall pauses, in words that everybody may read.

/** reason -> sentence. */
export const WHY_PAUSED = {
  system: "System maintenance",
  equipment: "Equipment under repair",
  crowded: "The hall is full",
  emergency: "Emergency",
  meeting: "Staff meeting",
  other: "For a short while",
};
