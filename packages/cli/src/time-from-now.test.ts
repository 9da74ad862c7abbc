import { expect, it } from "vitest";
import { timeFromNow } from "./time-from-now.ts";

it.each([
  ["2026-03-01T09:30:00.000Z", "0 s ago"],
  ["2026-03-01T09:29:00.001Z", "59 s ago"],
  ["2026-03-01T09:29:00.000Z", "1 min ago"],
  ["2026-03-01T10:29:59.000Z", "in 59 min"],
  ["2026-03-03T09:29:59.999Z", "in 47 h"],
  ["2026-03-08T09:30:00.000Z", "in 7 days"],
])("shows %s as %s", (time, shown) => {
  expect(timeFromNow(time, Date.UTC(2026, 2, 1, 9, 30))).toBe(shown);
});
