import type { Subject } from "../contract.ts";
import type { Candidate, Candidates, Surfaces } from "./candidate.ts";
import type { Statement } from "./edit-programs.ts";
import type { CapabilityMember, ClientMethod } from "./generated-surface.ts";
import { isolatedModule } from "./isolated-module.ts";
import { accessText } from "./member-text.ts";

/** What consumers may have written with the client's methods, with events and with capabilities. */
export function clientCandidates(surfaces: Surfaces): Candidates {
  const modules = new Map<string, string>();
  const { base, head } = surfaces;
  const methods = [...base.methods].flatMap(([key, method]) => {
    const other = head.methods.get(key);
    if (other?.text === method.text) return [];
    const part = { subject: { part: "operation", name: key } as const, key, surfaces, modules };
    if (other === undefined) return [goneMethod(part, method)];
    return changedMethod(part, method, other);
  });
  const events = [...base.events].flatMap(([key, type]) => {
    const part = { subject: { part: "event", name: key } as const, key, surfaces, modules };
    return eventCandidates(part, type, head.events.get(key));
  });
  const capabilities = [...base.capabilities].flatMap(([key, capability]) => {
    const part = { subject: { part: "capability", name: key } as const, key, surfaces, modules };
    return capabilityCandidates(part, capability, head.capabilities.get(key));
  });
  return { candidates: [...methods, ...events, ...capabilities], modules };
}

interface Part {
  readonly subject: Subject;
  readonly key: string;
  readonly surfaces: Surfaces;
  readonly modules: Map<string, string>;
}

function goneMethod(part: Part, { access }: ClientMethod): Candidate {
  const { head } = part.surfaces;
  return candidate(part, {
    direction: "request",
    text: `const use = (client: head.${head.client}) => client${access};`,
    message: `Code that calls \`client${access}\` stops compiling: the operation is gone.`,
    rule: "source-incompatible",
  });
}

function changedMethod(part: Part, method: ClientMethod, other: ClientMethod): readonly Candidate[] {
  const { access, params, result, mayLeaveOut } = method;
  const client = `client: head.${part.surfaces.head.client}`;
  const module = typesModule(part, { Params: params, Result: result });
  const use = (statement: Omit<Statement, "rule">) =>
    candidate(part, { ...statement, rule: "source-incompatible" }, module);
  return [
    ...(mayLeaveOut
      ? [
          use({
            direction: "request",
            text: `const use = (${client}) => client${access}();`,
            message: `Code that calls \`client${access}\` without parameters stops compiling.`,
            migration: "Give the parameters.",
          }),
        ]
      : []),
    ...(params !== undefined && params !== other.params
      ? [
          use({
            direction: "request",
            text: `const use = (${client}, params: base.Params) => client${access}(params);`,
            message: `Code that calls \`client${access}\` with what it took before stops compiling.`,
          }),
        ]
      : []),
    ...(result !== undefined && result !== other.result
      ? [
          use({
            direction: "response",
            text: `const use = (${client}, params: Parameters<typeof client${access}>[0]): Promise<base.Result> => client${access}(params);`,
            message: `Code that reads the result of \`client${access}\` stops compiling.`,
          }),
        ]
      : []),
    ...(method.parameters > other.parameters
      ? [
          use({
            direction: "request",
            text: `export type Use = ReturnType<typeof use>;\ndeclare const use: (${client}) => typeof client${access}<${Array.from({ length: method.parameters }, () => "string").join(", ")}>;`,
            message: `Code that gives \`client${access}\` ${method.parameters} type arguments stops compiling: it takes ${other.parameters}.`,
          }),
        ]
      : []),
  ];
}

function eventCandidates(part: Part, type: string, other: string | undefined): readonly Candidate[] {
  const payload = `head.EventPayloads[${JSON.stringify(part.key)}]`;
  if (other === undefined) {
    return [
      candidate(part, {
        direction: "response",
        text: `export type Payload = ${payload};`,
        message: `Code that reads the event \`${part.key}\` stops compiling: it is gone.`,
        rule: "source-incompatible",
      }),
    ];
  }
  if (other === type) return [];
  const module = typesModule(part, { Payload: type });
  return [
    candidate(
      part,
      {
        direction: "response",
        text: `const read = (value: ${payload}): base.Payload => value;`,
        message: `Code that reads the event \`${part.key}\` stops compiling: its payload is another type.`,
        rule: "source-incompatible",
      },
      module,
    ),
  ];
}

function capabilityCandidates(
  part: Part,
  { module, name, input, output }: CapabilityMember,
  other: CapabilityMember | undefined,
): readonly Candidate[] {
  const types = `head.CapabilityTypes[${JSON.stringify(module)}][${JSON.stringify(name)}]`;
  if (other === undefined) {
    return [
      candidate(part, {
        direction: "request",
        text: `const use = (client: head.${part.surfaces.head.client}) => client.module(${JSON.stringify(module)})${accessText(name)};`,
        message: `Code that calls \`${name}\` of the module \`${module}\` stops compiling: the capability is gone.`,
        rule: "source-incompatible",
      }),
    ];
  }
  const isolated = typesModule(part, { Input: input, Output: output });
  return [
    ...(input === other.input
      ? []
      : [
          candidate(
            part,
            {
              direction: "request",
              text: `const send = (value: base.Input): ${types}["input"] => value;`,
              message: `Code that calls the capability \`${part.key}\` stops compiling: its input is another type.`,
              rule: "source-incompatible",
            },
            isolated,
          ),
        ]),
    ...(output === other.output
      ? []
      : [
          candidate(
            part,
            {
              direction: "response",
              text: `const read = (value: ${types}["output"]): base.Output => value;`,
              message: `Code that reads the output of the capability \`${part.key}\` stops compiling: it is another type.`,
              rule: "source-incompatible",
            },
            isolated,
          ),
        ]),
  ];
}

/** The base's types under names of their own; the type arguments of a method are left at their defaults. */
function typesModule(part: Part, texts: Readonly<Record<string, string | undefined>>): string {
  const path = `/isolated/${part.subject.part} ${part.key}.ts`;
  const written = Object.entries(texts).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text.replace(/<.*$/, "")] as const],
  );
  const references = [...new Set(written.map(([, text]) => text))].filter((name) => part.surfaces.base.types.has(name));
  const declarations = written.map(([name, text]) => `export type ${name} = ${text};`).join("\n");
  part.modules.set(path, isolatedModule(declarations, references, part.surfaces));
  return path;
}

function candidate({ subject, key }: Part, statement: Statement, module?: string): Candidate {
  return {
    subject,
    pointer: "",
    statement,
    imports: [
      'import type * as head from "../head/index.ts";',
      ...(module === undefined ? [] : [`import type * as base from "..${module}";`]),
    ].join("\n"),
    whole: false,
    affected: [key],
  };
}
