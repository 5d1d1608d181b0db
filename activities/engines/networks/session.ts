import { InferenceSession } from 'onnxruntime-node';

/** More of them gain little on a picture's tile, and two engines may run at once. */
const threads = 2;

/** Loads a network for the life of the process. Its memory goes back to the system after each run. */
export function startSession(model: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(model, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: false,
    logSeverityLevel: 3,
  });
}
