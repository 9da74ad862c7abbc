import { readFile } from "node:fs/promises";
import { crc32, deflateSync } from "node:zlib";
import type { ImageAnalyzeOutput, JsonObject } from "@oap/protocol";
import sharp, { type Color } from "sharp";
import { describe, expect, it } from "vitest";
import { runOf } from "../testing/run-of.ts";
import { imagePlugin } from "./image.ts";

const run = runOf(imagePlugin);
const chelsea = await readFile(new URL("../../../examples/pictures/chelsea.png", import.meta.url));
const jpeg = await sharp(chelsea).jpeg({ quality: 95 }).toBuffer();
const analyze = (image: Buffer | string, mime_type = "image/png") =>
  run("analyze", { image: typeof image === "string" ? image : image.toString("base64"), mime_type });

async function analyzed(image: Buffer, mimeType?: string): Promise<ImageAnalyzeOutput> {
  const outcome = await analyze(image, mimeType);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.output as unknown as ImageAnalyzeOutput;
}

function flat(background: Color, channels: 3 | 4 = 3) {
  return sharp({ create: { width: 40, height: 20, channels, background } });
}

describe("image.analyze", () => {
  it("reads the true size and colours of a real PNG", async () => {
    const output = await analyzed(chelsea);
    expect(output).toMatchObject({
      format: "png",
      width: 451,
      height: 300,
      channels: 3,
      has_alpha: false,
      bytes: chelsea.length,
    });
    expect(output.channel_statistics).toEqual([
      { channel: "red", mean: 147.673, standard_deviation: 32.252, min: 2, max: 215 },
      { channel: "green", mean: 111.444, standard_deviation: 32.322, min: 4, max: 189 },
      { channel: "blue", mean: 86.798, standard_deviation: 37.426, min: 0, max: 231 },
    ]);
    const shares = output.dominant_colors.map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((left, right) => right - left));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
    expect(output.dominant_colors.length).toBeGreaterThan(2);
  });

  it("reads a real JPEG, and finds about the same colours in it", async () => {
    const output = await analyzed(jpeg, "image/jpeg");
    expect(output).toMatchObject({ format: "jpeg", width: 451, height: 300, channels: 3, bytes: jpeg.length });
    const png = await analyzed(chelsea);
    for (const [index, { mean }] of output.channel_statistics.entries()) {
      expect(Math.abs(mean - png.channel_statistics[index]!.mean)).toBeLessThan(2);
    }
  });

  it("answers the same for the same picture", async () => {
    expect(await analyzed(chelsea)).toEqual(await analyzed(Buffer.from(chelsea)));
  });

  it("finds the one colour of a flat picture", async () => {
    const output = await analyzed(await flat("#7a5c43").png().toBuffer());
    expect(output.dominant_colors).toEqual([{ hex: "#7a5c43", share: 1 }]);
    expect(output.channel_statistics[0]).toEqual({
      channel: "red",
      mean: 122,
      standard_deviation: 0,
      min: 122,
      max: 122,
    });
  });

  it("finds the colours of a picture of three parts, with their shares", async () => {
    const part = (color: string, width: number, left: number) => ({
      input: { create: { width, height: 20, channels: 3 as const, background: color } },
      left,
      top: 0,
    });
    const picture = await flat("#0000ff")
      .composite([part("#ff0000", 20, 0), part("#00ff00", 12, 20)])
      .png()
      .toBuffer();
    expect((await analyzed(picture)).dominant_colors).toEqual([
      { hex: "#ff0000", share: 0.5 },
      { hex: "#00ff00", share: 0.3 },
      { hex: "#0000ff", share: 0.2 },
    ]);
  });

  it("names gray and alpha channels, and does not count what is transparent", async () => {
    const gray = await analyzed(await flat("#808080").toColourspace("b-w").png().toBuffer());
    expect(gray.channel_statistics.map(({ channel }) => channel)).toEqual(["gray"]);
    expect(gray).toMatchObject({ channels: 1, dominant_colors: [{ hex: "#808080", share: 1 }] });

    const deepGray = await analyzed(await flat("#808080").toColourspace("grey16").png().toBuffer());
    expect(deepGray.channel_statistics).toMatchObject([{ channel: "gray", min: 128, max: 128 }]);

    const holes = await flat({ r: 255, g: 255, b: 255, alpha: 0 }, 4)
      .composite([{ input: { create: { width: 4, height: 4, channels: 4, background: "#123456" } }, left: 0, top: 0 }])
      .png()
      .toBuffer();
    const output = await analyzed(holes);
    expect(output).toMatchObject({ channels: 4, has_alpha: true, dominant_colors: [{ hex: "#123456", share: 1 }] });
    expect(output.channel_statistics.map(({ channel }) => channel)).toEqual(["red", "green", "blue", "alpha"]);
  });

  it("answers for a picture in which everything is transparent", async () => {
    const output = await analyzed(await flat({ r: 10, g: 20, b: 30, alpha: 0 }, 4).png().toBuffer());
    expect(output.dominant_colors).toHaveLength(1);
  });

  it("brings 16 bits a channel and CMYK to 8 bits of red, green and blue", async () => {
    const deep = await flat("#7a5c43").toColourspace("rgb16").png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe("ushort");
    expect((await analyzed(deep)).channel_statistics[0]).toMatchObject({ channel: "red", max: 122 });
    const cmyk = await flat("#7a5c43").toColourspace("cmyk").jpeg().toBuffer();
    const output = await analyzed(cmyk, "image/jpeg");
    expect(output.channels).toBe(4);
    expect(output.channel_statistics.map(({ channel }) => channel)).toEqual(["red", "green", "blue"]);
  });

  it("reads the smallest picture", async () => {
    const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const output = await analyzed(Buffer.from(dot, "base64"));
    expect(output).toMatchObject({ width: 1, height: 1, dominant_colors: [{ share: 1 }] });
    expect(output.channel_statistics.map(({ standard_deviation }) => standard_deviation)).toEqual([0, 0, 0, 0]);
  });
});

describe("image.analyze refuses", () => {
  const damaged = Buffer.from(chelsea);
  damaged.fill(0x55, 100_000, 100_200);

  it.each<[string, Buffer | string, string, string]>([
    ["a JPEG that is called PNG", jpeg, "image/png", "/mime_type must be image/jpeg"],
    ["a PNG that is called JPEG", chelsea, "image/jpeg", "/mime_type must be image/png"],
    ["another media type", chelsea, "image/webp", "/mime_type must be image/png or image/jpeg"],
    [
      "an SVG that is called PNG",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      "image/png",
      "/image must be a PNG or a JPEG",
    ],
    ["half a PNG", chelsea.subarray(0, chelsea.length / 2), "image/png", "/image must be a whole picture"],
    [
      "a PNG that lacks its end",
      chelsea.subarray(0, chelsea.length - 20),
      "image/png",
      "/image must be a whole picture",
    ],
    ["half a JPEG", jpeg.subarray(0, jpeg.length / 2), "image/jpeg", "/image must be a whole picture"],
    ["a damaged PNG", damaged, "image/png", "/image must be a whole picture"],
    ["the first bytes of a PNG alone", chelsea.subarray(0, 8), "image/png", "/image must be a whole picture"],
    ["text", Buffer.from("hello"), "image/png", "/image must be a PNG or a JPEG"],
    ["base64 with a line break", `${chelsea.toString("base64")}\n`, "image/png", "/image must be base64"],
    ["base64 without padding", chelsea.subarray(0, 100).toString("base64url"), "image/png", "/image must be base64"],
    ["what is no base64", "%%%", "image/png", "/image must be base64"],
    ["a small file that unpacks to 900 million pixels", bomb(30_000, 30_000), "image/png", "and has 30000 × 30000"],
    ["a picture that is wider than any", bomb(100_000, 1), "image/png", "and has 100000 × 1"],
  ])("%s", async (_, image, mimeType, message) => {
    const outcome = await analyze(image, mimeType);
    expect(outcome).toMatchObject({
      ok: false,
      retryable: false,
      error: {
        reason: "VALIDATION_ERROR",
        message: expect.stringContaining(message),
        details: {
          error: { type: "ValidationError", plugin: "image", details: { issues: [{ pointer: expect.any(String) }] } },
        },
      },
    });
    expect(JSON.stringify(outcome)).not.toMatch(/vips|libpng/i);
  });

  it.each<JsonObject>([
    { image: "", mime_type: "image/png" },
    { image: "AAAA", mime_type: "" },
    { image: "AAAA" },
    { mime_type: "image/png" },
  ])("%o, as image and mime_type must be there and not empty", async (input) => {
    expect(await run("analyze", input)).toMatchObject({ ok: false, error: { reason: "VALIDATION_ERROR" } });
  });

  it("to go on once it is aborted", async () => {
    const controller = new AbortController();
    const outcome = run(
      "analyze",
      { image: chelsea.toString("base64"), mime_type: "image/png" },
      { signal: controller.signal },
    );
    controller.abort();
    expect(await outcome).toMatchObject({ ok: false, cancelled: true });
  });
});

/** A PNG of white pixels, one bit each, that says it is this large. */
function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const rows = deflateSync(Buffer.alloc(Math.ceil(width / 8 + 1) * Math.min(height, 100)));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
