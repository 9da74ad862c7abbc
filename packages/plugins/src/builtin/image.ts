import {
  type ColorChannelStatistics,
  capabilities,
  type DominantColor,
  type ImageAnalyzeInput,
  type ImageAnalyzeOutput,
  type ImageModule,
} from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import sharp from "sharp";
import { type CapabilityContext, definePlugin, type Plugin } from "../define-plugin.ts";
import { PluginError } from "../plugin-error.ts";

/** A picture has at most this many pixels, so that a small file cannot ask for much memory. */
const pixelsMax = 16_777_216;
/** Width and height are at most this. */
const sideMax = 65_535;
/** Dominant colours are found in a copy of at most this width and height. */
const sampleSide = 128;
const dominantColorsMax = 8;
/** Colours that differ by less than this, as distance in red, green and blue, count as one. */
const colorDistanceMin = 40;

const image: ImageModule<CapabilityContext> = { analyze };

/** The built-in `image` module: looks at PNG and JPEG pictures. Source: execution governance, §5. */
export const imagePlugin: Plugin = definePlugin({
  module: "image",
  title: "Image",
  capabilities: {
    analyze: {
      contract: capabilities.image.analyze,
      run: image.analyze,
      checks: { input: validators.ImageAnalyzeInput, output: validators.ImageAnalyzeOutput },
    },
  },
});

async function analyze(input: ImageAnalyzeInput, { signal }: CapabilityContext): Promise<ImageAnalyzeOutput> {
  const bytes = decodeBase64(input.image);
  const format = formatOf(bytes, input.mime_type);
  const { width, height, channels, hasAlpha } = await readHeader(bytes);
  signal.throwIfAborted();
  const pixels = await decode(bytes, channels <= 2 ? "b-w" : "srgb");
  signal.throwIfAborted();
  return {
    format,
    width,
    height,
    channels,
    has_alpha: hasAlpha,
    bytes: bytes.length,
    channel_statistics: await channelStatistics(pixels),
    dominant_colors: dominantColors(await sample(pixels)),
  };
}

interface Pixels {
  readonly data: Buffer;
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 };
}

function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  // Node reads base64 leniently; only what it would write itself is base64 of RFC 4648, section 4.
  if (bytes.toString("base64") !== text) throw invalid("/image", "must be base64 with padding and without line breaks");
  return bytes;
}

/** The format by the first bytes, so that the decoder never sees another one. */
function formatOf(bytes: Buffer, mimeType: string): "png" | "jpeg" {
  const claimed = /^image\/(png|jpeg)$/i.exec(mimeType)?.[1]?.toLowerCase();
  if (claimed === undefined) throw invalid("/mime_type", "must be image/png or image/jpeg");
  const isPng = bytes.subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  const isJpeg = bytes.subarray(0, 3).equals(Buffer.from("\xff\xd8\xff", "latin1"));
  const actual = isPng ? "png" : isJpeg ? "jpeg" : undefined;
  if (actual === undefined) throw invalid("/image", "must be a PNG or a JPEG");
  if (actual !== claimed) throw invalid("/mime_type", `must be image/${actual}, which is what the picture is`);
  return actual;
}

/** Reads the size from the header alone, before anything is decoded. */
async function readHeader(bytes: Buffer) {
  const { width, height, channels, hasAlpha } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(refuseDamaged);
  if (width * height > pixelsMax || width > sideMax || height > sideMax) {
    throw invalid(
      "/image",
      `must have at most ${pixelsMax} pixels and ${sideMax} on a side, and has ${width} × ${height}`,
    );
  }
  return { width, height, channels, hasAlpha };
}

/** Decodes every pixel, to 8 bits a channel: gray or sRGB, with alpha if there is one. */
async function decode(bytes: Buffer, colourspace: "b-w" | "srgb"): Promise<Pixels> {
  const { data, info } = await sharp(bytes, { limitInputPixels: pixelsMax, failOn: "error", sequentialRead: true })
    .toColourspace(colourspace)
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true })
    .catch(refuseDamaged);
  return { data, raw: { width: info.width, height: info.height, channels: info.channels as 1 | 2 | 3 | 4 } };
}

async function channelStatistics({ data, raw }: Pixels): Promise<ColorChannelStatistics[]> {
  const { channels } = await sharp(data, { raw }).stats();
  const names = raw.channels <= 2 ? (["gray", "alpha"] as const) : (["red", "green", "blue", "alpha"] as const);
  return channels.map(({ mean, stdev, min, max }, index) => ({
    channel: names[index]!,
    mean: rounded(mean),
    // A single pixel has none: it would be zero divided by zero.
    standard_deviation: raw.width * raw.height === 1 ? 0 : rounded(stdev),
    min,
    max,
  }));
}

async function sample({ data, raw }: Pixels): Promise<Pixels> {
  const { data: sampled, info } = await sharp(data, { raw })
    .resize(sampleSide, sampleSide, { fit: "inside", kernel: "nearest", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: sampled, raw: { width: info.width, height: info.height, channels: raw.channels } };
}

interface ColorGroup {
  count: number;
  readonly sum: [red: number, green: number, blue: number];
}

/**
 * Counts colours in a grid of 16 steps a channel, then joins each cell, the fullest first, to the nearest colour that is
 * already chosen, or makes it a colour of its own while it is far from all of them and there is room. Pixels that are
 * mostly transparent do not count unless all are. The order is total, so that equal pixels give equal answers.
 */
function dominantColors(pixels: Pixels): DominantColor[] {
  const cells = colorCells(pixels, true);
  const ordered = [...(cells.size > 0 ? cells : colorCells(pixels, false))]
    .sort(([leftCell, left], [rightCell, right]) => right.count - left.count || leftCell - rightCell)
    .map(([, cell]) => cell);
  const chosen: { readonly center: readonly number[]; readonly group: ColorGroup }[] = [];
  for (const cell of ordered) {
    const color = meanOf(cell);
    const [nearest] = chosen
      .map(({ center, group }) => ({
        group,
        distance: Math.hypot(...center.map((value, index) => value - color[index]!)),
      }))
      .sort((left, right) => left.distance - right.distance);
    if (nearest === undefined || (nearest.distance >= colorDistanceMin && chosen.length < dominantColorsMax)) {
      chosen.push({ center: color, group: cell });
    } else {
      nearest.group.count += cell.count;
      for (const index of [0, 1, 2] as const) nearest.group.sum[index] += cell.sum[index];
    }
  }
  const total = chosen.reduce((sum, { group }) => sum + group.count, 0);
  return chosen
    .map(({ group }) => ({ hex: hexOf(meanOf(group)), share: rounded(group.count / total) }))
    .sort((left, right) => right.share - left.share || (left.hex < right.hex ? -1 : 1));
}

function colorCells({ data, raw: { channels } }: Pixels, opaqueOnly: boolean): Map<number, ColorGroup> {
  const cells = new Map<number, ColorGroup>();
  const hasAlpha = channels === 2 || channels === 4;
  for (let at = 0; at < data.length; at += channels) {
    if (opaqueOnly && hasAlpha && data[at + channels - 1]! < 128) continue;
    const red = data[at]!;
    const green = channels <= 2 ? red : data[at + 1]!;
    const blue = channels <= 2 ? red : data[at + 2]!;
    const key = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    const cell = cells.get(key);
    if (cell === undefined) {
      cells.set(key, { count: 1, sum: [red, green, blue] });
    } else {
      cell.count++;
      cell.sum[0] += red;
      cell.sum[1] += green;
      cell.sum[2] += blue;
    }
  }
  return cells;
}

function meanOf({ count, sum }: ColorGroup): number[] {
  return sum.map((value) => value / count);
}

function hexOf(color: readonly number[]): string {
  return `#${color.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}

/** Three decimals are more than a picture's statistics mean, and hide how a processor rounds. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function refuseDamaged(cause: unknown): never {
  throw invalid("/image", "must be a whole picture, and is damaged or cut off", cause);
}

function invalid(pointer: string, message: string, cause?: unknown): PluginError {
  return new PluginError(`The input of image.analyze is wrong: ${pointer} ${message}.`, {
    reason: "VALIDATION_ERROR",
    nothingHappened: true,
    details: { issues: [{ pointer, keyword: "contentEncoding", message }] },
    cause,
  });
}
