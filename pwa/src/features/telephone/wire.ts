/** What the server says of the telephone, as this page names it. */
import type { Schema } from "../../api/client";

export type Telephone = Schema["Telephone"];
export type PhoneNumber = Telephone["numbers"][number];
export type CallSettings = Telephone["settings"];
export type Purpose = Telephone["consents"][number]["purpose"];
export type Ring = Schema["Ring"];
export type Call = Schema["Call"];
export type WholeCall = Schema["CallWithEvents"];
