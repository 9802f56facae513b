// How Canvass differs on purpose from the release it is measured against.

/** Canvass chose to differ for this reason: with another outcome, or in these parts of the answer. */
export const ours = (outcome, because, ...apart) => ({
  ours: outcome,
  apart: apart.length ? apart : ["status", "headers", "cookies", "body"],
  because,
})

/** BetterAuth itself answers so from 1.7.24 on: with another outcome, or in these parts of the answer. */
export const later = (ours, ...apart) => ({
  ours,
  apart: apart.length ? apart : ["status", "body"],
  because: "as BetterAuth 1.7.24 does",
})
