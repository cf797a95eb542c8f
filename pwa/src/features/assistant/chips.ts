/** Example questions that fit what the person has: nobody without bills is told to ask about bills. */
import { client, told } from "../../api/client";
import { currencies } from "../../lib/currency";
import { resource } from "../../lib/resource";
import { bills } from "../bills/live";
import { goals } from "../goals/live";
import type { Language } from "./wire";

export interface Owned {
  rows: boolean;
  bills: boolean;
  goals: boolean;
  platform: string | null;
}

/** They are sent as they stand, so they are in the language of the conversation, not of the buttons. */
const QUESTIONS: Record<Language, Record<"balance" | "safe" | "short" | "bills" | "goals" | "platform" | "spending" | "help" | "buffer" | "score", string>> = {
  en: { balance: "What is my balance?", safe: "How much can I safely spend?", short: "Will I run short?", bills: "Which bills are due soon?", goals: "How are my goals doing?", platform: "How much did I earn with {platform} last month?", spending: "What did I spend most on last month?", help: "What can I ask you?", buffer: "What is a buffer?", score: "How does the health score work?" },
  es: { balance: "¿Cuál es mi saldo?", safe: "¿Cuánto puedo gastar con seguridad?", short: "¿Me voy a quedar sin dinero?", bills: "¿Qué recibos vencen pronto?", goals: "¿Cómo van mis metas?", platform: "¿Cuánto gané con {platform} el mes pasado?", spending: "¿En qué gasté más el mes pasado?", help: "¿Qué te puedo preguntar?", buffer: "¿Qué es un colchón?", score: "¿Cómo funciona la puntuación de salud?" },
  hi: { balance: "मेरा बैलेंस कितना है?", safe: "मैं कितना सुरक्षित रूप से खर्च कर सकता हूँ?", short: "क्या मेरे पैसे कम पड़ेंगे?", bills: "कौन से बिल जल्द भरने हैं?", goals: "मेरे लक्ष्य कैसे चल रहे हैं?", platform: "पिछले महीने {platform} से कितनी कमाई हुई?", spending: "पिछले महीने सबसे ज़्यादा खर्च किस पर हुआ?", help: "मैं आपसे क्या पूछ सकता हूँ?", buffer: "बफ़र क्या होता है?", score: "हेल्थ स्कोर कैसे बनता है?" },
  te: { balance: "నా బ్యాలెన్స్ ఎంత?", safe: "నేను సురక్షితంగా ఎంత ఖర్చు చేయవచ్చు?", short: "నా డబ్బు తక్కువ పడుతుందా?", bills: "త్వరలో ఏ బిల్లులు చెల్లించాలి?", goals: "నా లక్ష్యాలు ఎలా ఉన్నాయి?", platform: "గత నెల {platform} ద్వారా ఎంత సంపాదించాను?", spending: "గత నెల దేనిపై ఎక్కువ ఖర్చు చేశాను?", help: "నేను మిమ్మల్ని ఏమి అడగవచ్చు?", buffer: "బఫర్ అంటే ఏమిటి?", score: "హెల్త్ స్కోర్ ఎలా పనిచేస్తుంది?" },
};
const MOST = 5;

export function chips(owned: Owned, language: Language): string[] {
  const words = QUESTIONS[language];
  if (!owned.rows) return [words.help, words.buffer, words.score];
  const found = [words.balance, words.safe, words.short];
  if (owned.platform) found.push(words.platform.replace("{platform}", owned.platform));
  if (owned.bills) found.push(words.bills);
  if (owned.goals) found.push(words.goals);
  return [...found, words.spending].slice(0, MOST);
}

const platform = resource(async () => {
  const [last, first] = [0, 60].map((back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10));
  const said = await told(client.GET("/api/v1/platforms", { params: { query: { from: first ?? "", to: last ?? "" } } }));
  return said.platforms[0]?.platform ?? "";
});

export function lookAround(): void {
  for (const one of [currencies, bills, goals, platform]) if (one.data.value === null) void one.reload();
}

/** What is known by now of what there is; null before it is known whether there is anything. */
export function owned(): Owned | null {
  const known = currencies.data.value;
  if (!known) return null;
  return { rows: known.length > 0, bills: (bills.data.value?.length ?? 0) > 0, goals: (goals.data.value?.length ?? 0) > 0, platform: platform.data.value || null };
}
