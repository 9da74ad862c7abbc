import { bounds, type CapabilityDescriptor, OapError } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import semver from "semver";
import { describe, expect, it } from "vitest";
import { definePlugin } from "./define-plugin.ts";
import { PluginRegistry } from "./plugin-registry.ts";
import { remoteModules } from "./remote/remote-modules.ts";

function descriptor(changes: Partial<CapabilityDescriptor> = {}): CapabilityDescriptor {
  return {
    name: "echo",
    version: "1.0.0",
    type: "test",
    description: "Returns what it gets.",
    input: { type: "object" },
    output: { type: "object" },
    risk: "LOW",
    idempotent: true,
    ...changes,
  };
}

function plugin(module: string, ...descriptors: CapabilityDescriptor[]) {
  return descriptors.map((contract) =>
    definePlugin({ module, capabilities: { [contract.name]: { contract, run: async (input) => input } } }),
  );
}

function registryOf(module: string, ...descriptors: CapabilityDescriptor[]): PluginRegistry {
  const registry = new PluginRegistry();
  for (const one of plugin(module, ...descriptors)) registry.register(one);
  return registry;
}

function thrownBy(work: () => unknown): OapError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof OapError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}

describe("resolve", () => {
  const registry = registryOf(
    "demo",
    descriptor({ version: "1.0.0" }),
    descriptor({ version: "1.2.0", timeout_ms: 5000, risk: "HIGH", idempotent: false }),
    descriptor({ version: "1.10.0", deprecated: true }),
    descriptor({ version: "2.0.0", deprecated: true }),
    descriptor({ name: "old", deprecated: true }),
  );
  const version = (requested?: string) => {
    const target = { module_id: "demo", capability: "echo", ...(requested !== undefined && { version: requested }) };
    const resolution = registry.resolve(target);
    return resolution.ok ? resolution.capability.version : resolution.code;
  };

  it("chooses the highest version that is not deprecated where none is asked for", () => {
    expect(version()).toBe("1.2.0");
  });

  it.each([
    ["1.0.0", "1.0.0"],
    ["2.0.0", "2.0.0"],
    ["^1.0.0", "1.2.0"],
    ["<1.1", "1.0.0"],
    ["*", "1.2.0"],
    ["^2.0.0", "VERSION_NOT_FOUND"],
    ["3.0.0", "VERSION_NOT_FOUND"],
    ["latest", "VERSION_NOT_FOUND"],
    [">>1", "VERSION_NOT_FOUND"],
  ])("answers %s with %s", (requested, expected) => {
    expect(version(requested)).toBe(expected);
  });

  it("gives what the plan compiler wants to know", () => {
    expect(registry.resolve({ module_id: "demo", capability: "echo", version: "1.2.0" })).toEqual({
      ok: true,
      capability: {
        module_id: "demo",
        capability: "echo",
        version: "1.2.0",
        input: { type: "object" },
        output: { type: "object" },
        idempotent: false,
        timeoutMs: 5000,
        risk: "HIGH",
      },
    });
  });

  it("says what there is instead", () => {
    expect(registry.resolve({ module_id: "dmeo", capability: "echo" })).toEqual({
      ok: false,
      code: "MODULE_NOT_FOUND",
      message: 'No module "dmeo" is registered. There are: demo.',
    });
    expect(registry.resolve({ module_id: "demo", capability: "ehco" })).toEqual({
      ok: false,
      code: "CAPABILITY_NOT_FOUND",
      message: 'Module "demo" has no capability "ehco". It has: echo, old.',
    });
    expect(registry.resolve({ module_id: "demo", capability: "echo", version: "^7" })).toEqual({
      ok: false,
      code: "VERSION_NOT_FOUND",
      message:
        'demo.echo has no version that fits "^7". It has: 2.0.0 (deprecated), 1.10.0 (deprecated), 1.2.0, 1.0.0.',
    });
    expect(registry.resolve({ module_id: "demo", capability: "old" })).toMatchObject({
      message: "demo.old has no version that is not deprecated. It has: 1.0.0 (deprecated).",
    });
    expect(new PluginRegistry().resolve({ module_id: "x", capability: "y" })).toMatchObject({
      message: 'No module "x" is registered. There are: none.',
    });
  });

  it("keeps messages short whatever is asked for", () => {
    const long = "x".repeat(100_000);
    for (const target of [
      { module_id: long, capability: "echo" },
      { module_id: "demo", capability: long },
      { module_id: "demo", capability: "echo", version: long },
    ]) {
      const resolution = registry.resolve(target);
      expect(!resolution.ok && resolution.message.length).toBeLessThan(500);
    }
  });

  it("never chooses a lower version than another that fits", () => {
    const versions = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((parts) => parts.join("."));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(versions, fc.boolean()), { minLength: 1, maxLength: 8, selector: ([one]) => one }),
        fc.constantFrom(undefined, "*", "^1.0.0", "~2.1.0", ">=1.2.0 <3"),
        (offers, range) => {
          const some = registryOf("m", ...offers.map(([one, deprecated]) => descriptor({ version: one, deprecated })));
          const resolution = some.resolve({ module_id: "m", capability: "echo", ...(range && { version: range }) });
          const fitting = offers.filter(([one, deprecated]) => !deprecated && semver.satisfies(one, range ?? "*"));
          const best = fitting.map(([one]) => one).sort(semver.rcompare)[0];
          expect(resolution.ok ? resolution.capability.version : undefined).toBe(best);
        },
      ),
    );
  });
});

describe("register", () => {
  it("refuses the same version twice, and two plugins may bring different ones", () => {
    const registry = registryOf("demo", descriptor(), descriptor({ version: "1.1.0" }));
    expect(thrownBy(() => registry.register(plugin("demo", descriptor())[0]!)).code).toBe("ID_CONFLICT");
    expect(registry.query().map(({ version }) => version)).toEqual(["1.1.0", "1.0.0"]);
  });

  it("refuses a plugin whose capability stands under another name", () => {
    expect(() =>
      definePlugin({ module: "demo", capabilities: { say: { contract: descriptor(), run: async () => ({}) } } }),
    ).toThrow('Plugin "demo" has the capability "echo" under the name "say".');
  });

  it("refuses a plugin whose schemas are wrong and says where", () => {
    const error = thrownBy(() => registryOf("demo", descriptor({ output: { type: "objekt" } })));
    expect(error.code).toBe("INVALID_CAPABILITY");
    expect(error.details).toMatchObject({ issues: [{ pointer: "/capabilities/echo/output/type", keyword: "anyOf" }] });
  });
});

const clock = { now: () => 0, setTimer: () => () => {} };
const far = "https://far.example/orchestrate";
const remote = remoteModules({ origins: { allowed: ["https://far.example"] }, clock });

describe("registerRemote", () => {
  it("registers descriptors, and answers them with their module, its state and the defaults", () => {
    const registry = new PluginRegistry({ remote });
    const [registered] = registry.registerRemote("far", [descriptor()], far);
    expect(registered).toMatchObject({
      name: "echo",
      module_id: "far",
      state: "LOADED",
      timeout_ms: 30_000,
      deprecated: false,
    });
    expect(registry.modules()).toMatchObject([{ module_id: "far", local: false, endpoint: far, state: "LOADED" }]);
    expect(registry.resolve({ module_id: "far", capability: "echo" }).ok).toBe(true);
  });

  it("keeps a module UNAVAILABLE until it says where it is reached", () => {
    const registry = new PluginRegistry({ remote });
    expect(registry.registerRemote("far", [descriptor()])).toMatchObject([{ state: "UNAVAILABLE" }]);
    expect(registry.registerRemote("far", [descriptor()], far)).toMatchObject([{ state: "LOADED" }]);
    registry.registerRemote("far", [descriptor({ version: "1.1.0" })]);
    expect(registry.modules()).toMatchObject([{ endpoint: far, state: "LOADED" }]);
  });

  it.each([
    ["another origin", "https://near.example/orchestrate"],
    ["another port", "https://far.example:8443/orchestrate"],
    ["another scheme", "http://far.example/orchestrate"],
    ["an origin that begins with an allowed one", "https://far.example.evil.example/"],
    ["a loopback address", "http://127.0.0.1:7400/orchestrate"],
  ])("denies %s", (_, endpoint) => {
    const registry = new PluginRegistry({ remote });
    const error = thrownBy(() => registry.registerRemote("far", [descriptor()], endpoint));
    expect(error).toMatchObject({ code: "POLICY_DENIED", message: expect.stringContaining("https://far.example.") });
    expect(registry.modules()).toEqual([]);
    expect(thrownBy(() => new PluginRegistry().registerRemote("far", [descriptor()], far))).toMatchObject({
      code: "POLICY_DENIED",
      message: expect.stringContaining("Allowed: none."),
    });
  });

  it.each(["http://", "https://u:secret@far.example/", "https://far.example/#part", "ftp://far.example/"])(
    "refuses %s as an endpoint",
    (endpoint) => {
      const registry = new PluginRegistry({ remote });
      const error = thrownBy(() => registry.registerRemote("far", [descriptor()], endpoint));
      expect(error).toMatchObject({ code: "INVALID_PARAMS", details: { issues: [{ pointer: "/params/endpoint" }] } });
      expect(error.message).not.toContain("secret");
    },
  );

  it("lists what is wrong with the descriptors by pointers into the request, and takes none of them", () => {
    const registry = new PluginRegistry();
    const error = thrownBy(() =>
      registry.registerRemote("far", [
        descriptor(),
        descriptor({ name: "bad", version: "v1.0.0", input: { properties: { a: { pattern: "(?=x)" } } } }),
      ]),
    );
    expect(error.code).toBe("INVALID_CAPABILITY");
    expect(error.details).toMatchObject({
      issues: [
        { pointer: "/params/capabilities/1/version", keyword: "pattern" },
        { pointer: "/params/capabilities/1/input/properties/a/pattern", keyword: "pattern" },
      ],
    });
    expect(error.message).toContain("/params/capabilities/1/version must be a semantic version");
    expect(registry.modules()).toEqual([]);
  });

  it("runs as many at once as the latest registration says, without forgetting those that run", async () => {
    const registry = new PluginRegistry();
    const target = { module_id: "far", capability: "echo", version: "1.0.0" };
    const given: number[] = [];
    const take = async (number: number) => {
      const slot = await registry.find(target)!.slots.take(new AbortController().signal);
      given.push(number);
      return slot;
    };
    registry.registerRemote("far", [descriptor({ concurrency: 1 })]);
    const slots = [1, 2, 3, 4].map(take);
    await new Promise(setImmediate);
    expect(given).toEqual([1]);

    const prepared = registry.prepareRemote({ module_id: "far", capabilities: [descriptor({ concurrency: 3 })] });
    await new Promise(setImmediate);
    expect(given).toEqual([1]);
    prepared.commit();
    await new Promise(setImmediate);
    expect(given).toEqual([1, 2, 3]);

    registry.registerRemote("far", [descriptor({ concurrency: 1 })]);
    for (const slot of slots.slice(0, 2)) (await slot)?.release();
    await new Promise(setImmediate);
    expect(given).toEqual([1, 2, 3]);
    (await slots[2])?.release();
    await new Promise(setImmediate);
    expect(given).toEqual([1, 2, 3, 4]);
  });

  it("accepts the same again, whatever the order of members, and lets a version become deprecated", () => {
    const registry = new PluginRegistry();
    registry.registerRemote("far", [descriptor({ input: { type: "object", maxProperties: 3 } })]);
    const again = descriptor({
      input: { maxProperties: 3, type: "object" },
      deprecated: true,
      description: "Do not use.",
    });
    registry.registerRemote("far", [again]);
    expect(registry.query()).toMatchObject([{ description: "Do not use.", deprecated: true }]);
  });

  it("refuses to change what a registered version takes or returns", () => {
    const registry = new PluginRegistry();
    registry.registerRemote("far", [descriptor()]);
    for (const changes of [
      { output: {} },
      { input: { maxProperties: 1 } },
      { idempotent: false },
      { risk: "HIGH" as const },
    ]) {
      expect(thrownBy(() => registry.registerRemote("far", [descriptor(changes)])).code).toBe("ID_CONFLICT");
    }
    registry.registerRemote("far", [descriptor({ version: "1.0.1", output: {} })]);
    expect(registry.query()).toHaveLength(2);
  });

  it("refuses one version with two contents in one request", () => {
    const registry = new PluginRegistry();
    const twice = [descriptor(), descriptor({ output: {} })];
    expect(thrownBy(() => registry.registerRemote("far", twice)).code).toBe("ID_CONFLICT");
    expect(registry.modules()).toEqual([]);
  });

  it("refuses to take over a module of this process, and the other way round", () => {
    const registry = registryOf("demo", descriptor());
    expect(thrownBy(() => registry.registerRemote("demo", [descriptor({ version: "9.0.0" })])).code).toBe(
      "ID_CONFLICT",
    );
    registry.registerRemote("far", [descriptor()]);
    expect(thrownBy(() => registry.register(plugin("far", descriptor())[0]!)).code).toBe("ID_CONFLICT");
  });

  it("refuses more capabilities than a module may have", () => {
    const registry = new PluginRegistry();
    const many = Array.from({ length: bounds.moduleCapabilitiesMax + 1 }, (_, index) =>
      descriptor({ version: `1.0.${index}` }),
    );
    expect(thrownBy(() => registry.registerRemote("far", many)).code).toBe("INVALID_CAPABILITY");
    registry.registerRemote("far", many.slice(1));
    expect(thrownBy(() => registry.registerRemote("far", many.slice(0, 1))).code).toBe("INVALID_CAPABILITY");
    expect(registry.query()).toHaveLength(bounds.moduleCapabilitiesMax);
  });
});

describe("prepareRemote", () => {
  it("changes nothing before it is committed, and says what to keep", () => {
    const registry = new PluginRegistry({ remote });
    registry.registerRemote("far", [descriptor()], far);
    const prepared = registry.prepareRemote({ module_id: "far", capabilities: [descriptor({ version: "2.0.0" })] });
    expect(registry.query()).toHaveLength(1);
    expect(prepared.registration).toMatchObject({
      module_id: "far",
      endpoint: far,
      capabilities: [
        { version: "2.0.0", module_id: "far", timeout_ms: 30_000 },
        { version: "1.0.0", module_id: "far" },
      ],
    });
    expect(prepared.commit()).toMatchObject([{ version: "2.0.0", state: "LOADED" }]);
    expect(registry.query()).toHaveLength(2);
  });

  it("is not committed over another one", () => {
    const registry = new PluginRegistry({ remote });
    const first = registry.prepareRemote({ module_id: "far", capabilities: [descriptor()] });
    const second = registry.prepareRemote({ module_id: "far", capabilities: [descriptor({ output: {} })] });
    first.commit();
    expect(() => second.commit()).toThrow(TypeError);
    expect(registry.query()).toMatchObject([{ output: { type: "object" } }]);
  });

  it("is what a later process restores", () => {
    const registry = new PluginRegistry({ remote });
    const { registration, commit } = registry.prepareRemote({
      module_id: "far",
      capabilities: [descriptor(), descriptor({ version: "1.1.0", deprecated: true })],
      endpoint: far,
    });
    commit();
    const later = new PluginRegistry({ remote });
    later.restoreRemote(JSON.parse(JSON.stringify(registration)));
    expect(later.modules()).toEqual(registry.modules());
    later.registerRemote("far", [descriptor()], far);
    expect(later.query()).toHaveLength(2);
  });

  it("that is restored where its origin is not allowed any more leaves the module UNAVAILABLE", () => {
    const registry = new PluginRegistry();
    registry.restoreRemote({ module_id: "far", capabilities: [descriptor()], endpoint: far });
    expect(registry.modules()).toMatchObject([{ endpoint: far, state: "UNAVAILABLE" }]);
  });
});

describe("the names of actions", () => {
  it("are one capability's, also where a point stands elsewhere", () => {
    const registry = registryOf("a.b", descriptor({ name: "c" }));
    const taken = [descriptor({ name: "b.c" })];
    expect(thrownBy(() => registry.registerRemote("a", taken))).toMatchObject({
      code: "ID_CONFLICT",
      message: 'a.b.c is the action of module "a.b" already; choose another name.',
    });
    const other = new PluginRegistry();
    other.registerRemote("a", taken);
    expect(thrownBy(() => other.register(plugin("a.b", descriptor({ name: "c" }))[0]!)).code).toBe("ID_CONFLICT");
    other.registerRemote("a.b", [descriptor({ name: "d" })]);
    other.registerRemote("a.b.c", [descriptor()]);
    expect(other.query()).toHaveLength(3);
  });

  it("are never those of operations", () => {
    for (const [module, name] of [
      ["exec", "invoke"],
      ["controlPlane.execution", "start"],
      ["control", "killSwitch.set"],
    ] as const) {
      const error = thrownBy(() => new PluginRegistry().registerRemote(module, [descriptor({ name })]));
      expect(error).toMatchObject({
        code: "INVALID_CAPABILITY",
        details: { issues: [{ pointer: "/params/capabilities/0/name", keyword: "reserved" }] },
      });
    }
    expect(() => registryOf("exec", descriptor({ name: "invoke" }))).toThrow(OapError);
  });
});

describe("a capability's own constraints", () => {
  it("must be ones that can be enforced", () => {
    const constraints = [
      { code: "READ_ONLY", scope: "action" },
      { code: "BE_NICE", scope: "action" },
      { code: "MAX_DURATION", scope: "action", args: { seconds: 3 } },
    ] as CapabilityDescriptor["constraints"] & object;
    const error = thrownBy(() => new PluginRegistry().registerRemote("far", [descriptor({ constraints })]));
    expect(error).toMatchObject({
      code: "INVALID_CAPABILITY",
      details: {
        issues: [
          { pointer: "/params/capabilities/0/constraints/1", keyword: "constraint" },
          { pointer: "/params/capabilities/0/constraints/2", keyword: "constraint" },
        ],
      },
    });
  });

  it("do not change under one version", () => {
    const registry = new PluginRegistry();
    const constraints: CapabilityDescriptor["constraints"] = [{ code: "READ_ONLY", scope: "action" }];
    registry.registerRemote("far", [descriptor({ constraints })]);
    expect(thrownBy(() => registry.registerRemote("far", [descriptor()])).code).toBe("ID_CONFLICT");
  });
});

describe("query", () => {
  const registry = registryOf(
    "b",
    descriptor({ version: "1.0.0" }),
    descriptor({ version: "1.10.0" }),
    descriptor({ version: "1.9.0" }),
  );
  registry.registerRemote("a", [descriptor({ name: "zip", type: "archive" })]);

  it("lists by module, name and falling version", () => {
    expect(registry.query().map((one) => `${one.module_id}.${one.name} ${one.version}`)).toEqual([
      "a.zip 1.0.0",
      "b.echo 1.10.0",
      "b.echo 1.9.0",
      "b.echo 1.0.0",
    ]);
    expect(registry.query().flatMap((one) => validators.CapabilityDescriptor(one))).toEqual([]);
  });

  it("filters by module, name and type together", () => {
    expect(registry.query({ module_id: "b" })).toHaveLength(3);
    expect(registry.query({ name: "zip" })).toHaveLength(1);
    expect(registry.query({ type: "archive" })).toHaveLength(1);
    expect(registry.query({ type: "archive", module_id: "b" })).toEqual([]);
  });
});
