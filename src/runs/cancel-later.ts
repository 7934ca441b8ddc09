/** The question before a run is cancelled, loaded when it is asked: few who look at runs cancel one. */
import { later } from "../ui/later.tsx";

export const LaterCancelQuestion = later(async () => (await import("./cancel-question.tsx")).CancelQuestion);
