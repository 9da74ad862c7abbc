import type { Transport } from "./transport.ts";

/** A path under which events are streamed. */
export interface EventStream {
  /** What generated code calls the reading of it. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly path: string;
  /** What the path names, in braces. */
  readonly parameter?: StreamParameter;
  /** When there is nothing more to read, for good. */
  readonly over?: string;
  /** The codes with which it can be refused: code → when. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface StreamParameter {
  readonly name: string;
  readonly description: string;
  /** The named type of its values, which a registry need not have. */
  readonly type: string;
}

/** The streams of events, from all of them to those of one run. Source: wire decisions, controlPlane.* */
export function eventStreamsOf({ paths }: Transport): readonly EventStream[] {
  return [
    {
      name: "watchEvents",
      title: "Watch everything",
      description: "All events, from now on, for callers with the role `admin`.",
      path: paths.events,
      errors: commonErrors,
    },
    {
      name: "watchInvocation",
      title: "Watch one run",
      description: "The events of one run, from its first; the answer ends with the run's end.",
      path: paths.invocationEvents,
      parameter: { name: parameterOf(paths.invocationEvents), description: "The run.", type: "InvocationId" },
      over: "The run has ended, and nothing came after `Last-Event-ID`.",
      errors: { ...commonErrors, INVOCATION_NOT_FOUND: "There is no such run." },
    },
    {
      name: "watchPlan",
      title: "Watch the runs of one plan",
      description: "The events of all runs of one plan, from now on.",
      path: paths.planEvents,
      parameter: { name: parameterOf(paths.planEvents), description: "The plan.", type: "PlanId" },
      errors: { ...commonErrors, PLAN_NOT_FOUND: "There is no such plan." },
    },
  ];
}

const commonErrors: Readonly<Record<string, string>> = {
  HEADER_MISMATCH: "`Last-Event-ID` is not the identifier of an event.",
  UNAUTHENTICATED: "It needs a credential, and there is no valid one.",
  FORBIDDEN: "The caller may not see these events.",
  NOT_ACCEPTABLE: "The `Accept` header does not allow a stream of events.",
  OVERLOADED: "As many streams are open as may be; `Retry-After` says when to try again.",
  INTERNAL: "The control plane failed.",
};

/** Every code with which a stream can be refused. */
export const eventStreamErrors: ReadonlySet<string> = new Set([
  ...Object.keys(commonErrors),
  "INVOCATION_NOT_FOUND",
  "PLAN_NOT_FOUND",
]);

function parameterOf(path: string): string {
  const name = /\{(\w+)\}/.exec(path)?.[1];
  if (name === undefined) throw new Error(`The path ${path} of the table transport has no parameter in braces.`);
  return name;
}
