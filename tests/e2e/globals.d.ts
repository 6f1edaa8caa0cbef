/** What the agent's page offers to tests: the sound as it leaves for the loudspeaker. */
interface Window {
  readonly __onqueueAudio?: {
    readonly context: {
      readonly state: string;
      createAnalyser(): { readonly fftSize: number; getFloatTimeDomainData(samples: Float32Array): void };
    };
    readonly masterGain: { connect(node: unknown): void };
  };
}
declare const window: Window;
