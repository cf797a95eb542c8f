/** Which currency is shown, where somebody has money in several; nothing is converted. */
import { computed, signal } from "@preact/signals";
import { client, told } from "../api/client";
import { resource } from "./resource";

export const currencies = resource(async () => (await told(client.GET("/api/v1/currencies"))).results);
/** The currency that was picked; null for the main one. */
export const picked = signal<string | null>(null);
export const shown = computed(() => picked.value ?? currencies.data.value?.[0]?.currency ?? null);
export const several = computed(() => (currencies.data.value?.length ?? 0) > 1);

/** What a question has to say to be about the picked currency. */
export const asked = () => (picked.value ? { currency: picked.value } : {});
