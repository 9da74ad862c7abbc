import { defineChapter } from "../spec/define-registry.ts";
import { fetchBytesMax, textCharactersMax } from "./bounds.ts";
import { ColorChannelStatistics } from "./color-channel-statistics.ts";
import { DominantColor } from "./dominant-color.ts";
import { httpFetch } from "./http-fetch.ts";
import { HttpFetchInput } from "./http-fetch-input.ts";
import { HttpFetchOutput } from "./http-fetch-output.ts";
import { imageAnalyze } from "./image-analyze.ts";
import { ImageAnalyzeInput } from "./image-analyze-input.ts";
import { ImageAnalyzeOutput } from "./image-analyze-output.ts";
import { Job } from "./job.ts";
import { JobError } from "./job-error.ts";
import { JobState } from "./job-state.ts";
import { jobStateOfExecutionState } from "./job-state-of-execution-state.ts";
import { PluginErrorEnvelope } from "./plugin-error-envelope.ts";
import { PluginErrorInfo } from "./plugin-error-info.ts";
import { PluginErrorType } from "./plugin-error-type.ts";
import { PluginState } from "./plugin-state.ts";
import { PublicPluginErrorEnvelope } from "./public-plugin-error-envelope.ts";
import { textRender } from "./text-render.ts";
import { TextRenderInput } from "./text-render-input.ts";
import { TextRenderOutput } from "./text-render-output.ts";
import { textStatistics } from "./text-statistics.ts";
import { TextStatisticsInput } from "./text-statistics-input.ts";
import { TextStatisticsOutput } from "./text-statistics-output.ts";
import { WordCount } from "./word-count.ts";

export const pluginsChapter = defineChapter({
  name: "plugins",
  title: "Plugins and jobs",
  description:
    "How work is stored and how plugins run it: their states, their failures, and the capabilities that come built in.",
  specs: [
    PluginState,
    JobState,
    JobError,
    Job,
    jobStateOfExecutionState,
    PluginErrorType,
    PluginErrorInfo,
    PluginErrorEnvelope,
    PublicPluginErrorEnvelope,
    ImageAnalyzeInput,
    ColorChannelStatistics,
    DominantColor,
    ImageAnalyzeOutput,
    imageAnalyze,
    TextRenderInput,
    TextRenderOutput,
    textRender,
    TextStatisticsInput,
    WordCount,
    TextStatisticsOutput,
    textStatistics,
    HttpFetchInput,
    HttpFetchOutput,
    httpFetch,
    textCharactersMax,
    fetchBytesMax,
  ],
});
