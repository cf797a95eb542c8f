/** A place to drop a file on; for the keyboard and the thumb, a file input. */
import { useSignal, type Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { t } from "../../lib/i18n";

export function DropZone({ file }: { file: Signal<File | null> }) {
  const over = useSignal(false);
  const id = useId();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    over.value = false;
    file.value = event.dataTransfer?.files[0] ?? file.value;
  };
  return (
    <div
      class={`flex flex-col items-center gap-3 rounded-xl border-2 border-dashed p-6 text-center ${over.value ? "border-brand bg-tint" : "border-line"}`}
      onDragOver={(event) => { event.preventDefault(); over.value = true; }}
      onDragLeave={() => (over.value = false)}
      onDrop={drop}
    >
      <p class="text-soft">{t("upload_text")}</p>
      <label for={id} class="button button-plain focus-within:outline-3 focus-within:outline-brand">
        {t("choose_file")}
        <input id={id} type="file" accept=".csv,.tsv,.txt,.ofx,.qfx,.qif,.xml,.sta,.mt940,.940,.xlsx,text/csv,text/plain" class="sr-only" onChange={(event) => (file.value = event.currentTarget.files?.[0] ?? null)} />
      </label>
      {file.value && <p class="max-w-full font-medium break-words">{file.value.name}</p>}
    </div>
  );
}
