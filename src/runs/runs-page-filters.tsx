/** Since when, and whose approvals; both in the URL. */
import { runsPath } from "../paths.ts";
import { useNavigate } from "../ui/router.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { useTimeMode } from "../ui/time-mode.ts";
import { filtersOf, type RunsPlace, type Timeframe, TIMEFRAMES } from "./runs-place.ts";

export const TIMEFRAME_LABELS: Readonly<Record<Timeframe, string>> = {
  any: "Any time",
  last_hour: "Last hour",
  last_day: "Last 24 hours",
  last_week: "Last 7 days",
  last_month: "Last 30 days",
};
const TIME_WORDS = { local: "Times are local, 24 h", utc: "Times are UTC, 24 h", relative: "Times are relative" };
const SCOPES = [
  { value: "all", label: "All" },
  { value: "mine", label: "Assigned to me" },
] as const;

export function RunsFiltersRow(props: { agentId: number; place: RunsPlace; hasMonth: boolean }) {
  const { agentId, place, hasMonth } = props;
  const navigate = useNavigate();
  const timeMode = useTimeMode();
  const go = (change: Partial<RunsPlace>) =>
    navigate(runsPath(agentId, filtersOf({ ...place, ...change, pageToken: undefined })));
  const timeframes = TIMEFRAMES.filter((one) => hasMonth || one !== "last_month" || one === place.timeframe);
  return (
    <div className="flex min-h-[52px] items-center gap-2 border-b border-line px-6 max-md:overflow-x-auto max-md:px-4">
      <SelectField
        label="Started"
        value={place.timeframe}
        options={timeframes.map((value) => ({ value, label: TIMEFRAME_LABELS[value] }))}
        onPick={(timeframe) => go({ timeframe })}
      />
      {place.status === "awaiting_human" && (
        <SelectField label="Approvals" value={place.scope} options={SCOPES} onPick={(scope) => go({ scope })} />
      )}
      <span className="ml-auto text-12 whitespace-nowrap text-ink-3 max-md:hidden">{TIME_WORDS[timeMode]}</span>
    </div>
  );
}
