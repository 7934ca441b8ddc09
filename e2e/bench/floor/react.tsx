/** The React floor: every row at once. */
import { start } from "./page.tsx";
import { Row } from "./row.tsx";

start(({ steps }) => steps.map((step, index) => <Row key={step.id} step={step} index={index} />));
