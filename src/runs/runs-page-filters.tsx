/** Since when, whose approvals, started by what; all in the URL. Beside them the views kept of such filters. */
import { runsPath } from "../paths.ts";
import { useNavigate } from "../ui/router.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { useTimeMode } from "../ui/time-mode.ts";
import { triggerWord } from "./run-words.ts";
import { RunsViews } from "./runs-page-views.tsx";
import { filtersOf, type RunsPlace, TIMEFRAMES, TRIGGERS } from "../api/runs-place.ts";
import { TIMEFRAME_LABELS } from "./filter-words.ts";

const TIME_WORDS = { local: "Times are local, 24 h", utc: "Times are UTC, 24 h", relative: "Times are relative" };
const SCOPES = [
  { value: "all", label: "All" },
  { value: "mine", label: "Assigned to me" },
] as const;

interface FiltersProps {
  readonly agentId: number;
  readonly place: RunsPlace;
  readonly hasMonth: boolean;
  /** The source lists runs by what started them. */
  readonly hasTriggers: boolean;
}

export function RunsFiltersRow({ agentId, place, hasMonth, hasTriggers }: FiltersProps) {
  const navigate = useNavigate();
  const timeMode = useTimeMode();
  const go = (change: Partial<RunsPlace>) =>
    navigate(runsPath(agentId, filtersOf({ ...place, ...change, pageToken: undefined })));
  const timeframes = TIMEFRAMES.filter((one) => hasMonth || one !== "last_month" || one === place.timeframe);
  return (
    <div className="flex min-h-[52px] flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-6 py-2.5 max-md:px-4 print:hidden">
      <div className="-m-1 flex items-center gap-2 p-1 max-md:w-full max-md:overflow-x-auto">
        <SelectField
          label="Started"
          value={place.timeframe}
          options={timeframes.map((value) => ({ value, label: TIMEFRAME_LABELS[value] }))}
          onPick={(timeframe) => go({ timeframe })}
        />
        {place.status === "awaiting_human" && (
          <SelectField label="Approvals" value={place.scope} options={SCOPES} onPick={(scope) => go({ scope })} />
        )}
        {(hasTriggers || place.trigger !== "any") && (
          <SelectField
            label="Trigger"
            value={place.trigger}
            options={TRIGGERS.map((value) => ({ value, label: value === "any" ? "Any" : triggerWord(value) }))}
            onPick={(trigger) => go({ trigger })}
          />
        )}
      </div>
      <RunsViews agentId={agentId} place={place} />
      <span className="ml-auto text-12 whitespace-nowrap text-ink-3 max-lg:hidden">{TIME_WORDS[timeMode]}</span>
    </div>
  );
}
