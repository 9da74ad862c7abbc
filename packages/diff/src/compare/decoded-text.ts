import type { Direction } from "../finding.ts";
import type { Comparing } from "./comparing.ts";
import type { Edit } from "./edit.ts";
import { fixed, type Message, membersOf } from "./message.ts";
import { type MessagePair, showInMessage } from "./show-in-message.ts";
import { carriedValue, type Shown } from "./whole-payload.ts";

/**
 * A whole payload with a text that both versions accept and that means something else to each, as it is decoded in another way: the
 * message says how, which no schema checks.
 */
export function showDecoding(edit: Edit, side: Direction, comparing: Comparing): Shown {
  const carried = carriedValue(edit, side, comparing);
  if (carried === undefined) return { shown: "unknown", reason: "no payload was found that has the text" };
  const { subject, payload, received } = carried;
  const place = `/body${carried.pointer}`;
  const isCall = side === "request";
  const encoding = { base: edit.base ?? "none", head: edit.head ?? "none" };
  const message = (version: "base" | "head"): Message => {
    const isOwn = (version === "base") === isCall;
    return membersOf([
      [["body"], isOwn ? fixed(payload) : { schema: received }],
      [["encoding", place], fixed(encoding[version])],
    ]);
  };
  const pair: MessagePair = {
    kind: "message",
    subject,
    sender: isCall ? "client" : "service",
    base: message("base"),
    head: message("head"),
    shows: isCall ? "base" : "head",
    at: ["encoding", place],
  };
  return showInMessage([pair], comparing);
}
