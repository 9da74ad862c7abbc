/** A place in the journal: after the event `number` of what was journaled at `position`, or after all of that. */
export interface EventCursor {
  readonly position: number;
  /** From 0; Infinity is after all of them. */
  readonly number: number;
}

/** `<position>.<number>`: both follow from the journal, so that the same event has the same identifier whenever it is read. */
export function eventId({ position, number }: EventCursor): string {
  return number === Number.POSITIVE_INFINITY ? String(position) : `${position}.${number}`;
}

/** Undefined for a text that is not the identifier of an event. */
export function readEventId(text: string): EventCursor | undefined {
  const [, position, number] = /^(0|[1-9]\d{0,14})(?:\.(0|[1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (position === undefined) return undefined;
  return { position: Number(position), number: number === undefined ? Number.POSITIVE_INFINITY : Number(number) };
}

/** Whether an event comes after the place. */
export function isAfter(event: EventCursor, cursor: EventCursor): boolean {
  return event.position === cursor.position ? event.number > cursor.number : event.position > cursor.position;
}

/** The position after which to read the journal so that nothing that comes after the place is passed over. */
export function readFrom({ position, number }: EventCursor): number {
  return number === Number.POSITIVE_INFINITY ? position : position - 1;
}

export function afterAllOf(position: number): EventCursor {
  return { position, number: Number.POSITIVE_INFINITY };
}
