import type { Plugin } from "../define-plugin.ts";
import { type HttpPluginOptions, httpPlugin } from "./http.ts";
import { imagePlugin } from "./image.ts";
import { textPlugin } from "./text.ts";

/** The plugins that come with the control plane. Only `http` leaves the machine, and only to the allowed origins. */
export function builtinPlugins(options: HttpPluginOptions): readonly Plugin[] {
  return [imagePlugin, textPlugin, httpPlugin(options)];
}
