import { createHash } from "node:crypto";
import type { ExecutionPlan } from "@oap/protocol";
import type { Picture } from "./picture.ts";

/**
 * An origin at which nobody listens: port 4 is assigned to no service, and programs of ordinary users cannot take it. (HTTP
 * clients refuse to use many other low ports.) The control plane that runs the example must allow its `http` module this origin.
 */
export const unreachableOrigin = "http://127.0.0.1:4";

/**
 * Describes a picture and reports on it. The plan shows results that flow from step to step, steps side by side, a branch of
 * which one side is skipped, and an optional step that fails after three attempts without failing the plan.
 *
 * The same picture always gives the same bytes, so that a second start submits the identical plan. Its name is made of what is
 * in it, so that another picture, or a later release of the example, does not meet another plan under its name.
 */
export function examplePlan(picture: Pick<Picture, "base64" | "mimeType">): ExecutionPlan {
  const content = planContent(picture);
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return { plan_id: `plan_picture_report_${digest.slice(0, 16)}`, ...content };
}

function planContent({ base64, mimeType }: Pick<Picture, "base64" | "mimeType">): Omit<ExecutionPlan, "plan_id"> {
  return {
    label: "Picture report",
    description: "Looks at a picture, describes it, asks for a note that nobody will give, and reports.",
    created_by: "user:example",
    created_at: "2026-01-01T09:00:00.000Z",
    metadata: {
      title: "Report on a picture",
      purpose: "Shows what a plan can do",
      labels: { example: "true", domain: "pictures" },
    },
    steps: [
      {
        step_id: "inspect",
        target: { module_id: "image", capability: "analyze", version: "^1.0.0" },
        action: { name: "inspect-picture", label: "Look at the picture" },
        input_template: { image: base64, mime_type: mimeType },
      },
      {
        step_id: "remote_note",
        target: { module_id: "http", capability: "fetch" },
        action: { name: "fetch-note", label: "Ask for a note, where nobody answers" },
        input_template: { url: `${unreachableOrigin}/` },
        optional: true,
        retry_policy: { max_attempts: 3, backoff_ms: 300, backoff_strategy: "EXPONENTIAL" },
      },
      {
        step_id: "caption",
        target: { module_id: "text", capability: "render" },
        action: { name: "write-caption", label: "Describe it" },
        input_template: {
          template:
            "A {{format}} picture of {{width}} × {{height}} pixels in {{count}} main colours, {{color}} before all.",
          values: {
            // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the plan's expressions.
            format: "${ steps.inspect.output.format }",
            width: "${ steps.inspect.output.width }",
            height: "${ steps.inspect.output.height }",
            count: "${ size(steps.inspect.output.dominant_colors) }",
            color: "${ steps.inspect.output.dominant_colors[0].hex }",
          },
        },
        depends_on: ["inspect"],
      },
      {
        step_id: "portrait_note",
        target: { module_id: "text", capability: "render" },
        action: { name: "note-portrait", label: "Say that it is upright" },
        input_template: { template: "It is upright: hang it beside the door." },
      },
      {
        step_id: "landscape_note",
        target: { module_id: "text", capability: "render" },
        action: { name: "note-landscape", label: "Say that it is wide" },
        input_template: { template: "It is wide: hang it above the sofa." },
      },
      {
        step_id: "words",
        target: { module_id: "text", capability: "statistics" },
        action: { name: "count-words", label: "Count the caption's words" },
        input_template: { text: "${ steps.caption.output.text }", top: 3 },
        depends_on: ["caption"],
      },
      {
        step_id: "report",
        target: { module_id: "text", capability: "render" },
        action: { name: "write-report", label: "Put it together" },
        input_template: {
          template:
            "{{title}}\n{{caption}}\n{{note}}\nThe caption has {{words}} words.\nThe note from elsewhere: {{remote}}\n",
          values: {
            title: "${ plan.metadata.title }",
            caption: "${ steps.caption.output.text }",
            note: '${ steps.portrait_note.state == "COMPLETED" ? steps.portrait_note.output.text : steps.landscape_note.output.text }',
            words: "${ steps.words.output.words }",
            remote:
              '${ steps.remote_note.state == "COMPLETED" ? steps.remote_note.output.body : "there is none, as nobody answered" }',
            // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the plan's expressions end here.
          },
        },
        depends_on: ["caption", "portrait_note", "landscape_note", "words", "remote_note"],
      },
    ],
    edges: [
      {
        from: "inspect",
        to: "portrait_note",
        condition: { cel: "steps.inspect.output.height > steps.inspect.output.width" },
      },
      {
        from: "inspect",
        to: "landscape_note",
        condition: { cel: "steps.inspect.output.height <= steps.inspect.output.width" },
      },
    ],
  };
}
