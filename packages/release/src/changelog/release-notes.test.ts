import { describe, expect, it } from "vitest";
import { releaseNotes } from "./release-notes.ts";

const changes = `# Changes of the parcels

What each release changed.

## 2.0.0 (2026-06-01)

Since 1.0.0: 1 change.

- It is shorter.

  \`\`\`json
  ## 9.9.9 (2026-01-01)
  \`\`\`

## 1.0.0 (2026-03-01)

The first release.
`;

describe("the notes of a release", () => {
  it("are its section of the history, and no other's", () => {
    expect(releaseNotes(changes, "1.0.0")).toBe("The first release.\n");
    expect(releaseNotes(changes, "2.0.0")).toMatch(/^Since 1\.0\.0: 1 change\.\n[\s\S]*9\.9\.9 [\s\S]*```\n$/);
    for (const version of ["9.9.9", "2.0", "0.0", "3.0.0"]) expect(releaseNotes(changes, version)).toBeUndefined();
  });

  it("end with a whole change where they would be longer than GitHub takes", () => {
    const long = Array.from({ length: 200 }, (_, index) => `- Change ${index}.\n\n  ${"x".repeat(1000)}\n`);
    const notes = releaseNotes(changes.replace("- It is shorter.\n", long.join("")), "2.0.0") ?? "";
    expect(notes.length).toBeLessThanOrEqual(125_000);
    expect(notes.length).toBeGreaterThan(118_000);
    expect(notes).toMatch(/\n- Change \d+\.\n\n {2}x{1000}\n\nThere is more: the whole is in `CHANGES\.md`\.\n$/);
  });
});
