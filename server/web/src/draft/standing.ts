import type { Agreement, Decision, Phase } from "../contract";
import type { IconName } from "../components/Icon.svelte";

/** What the chair may make of a paragraph. */
export type Ruling = "agreeAdRef" | "agree" | "suspend" | "reopenParagraph";

/** What can be ruled on a paragraph, by how far it is. */
export function rulingsOn(agreement: Agreement | null): Ruling[] {
  switch (agreement) {
    case null:
      return ["agreeAdRef", "agree", "suspend"];
    case "suspended":
      return ["reopenParagraph", "agreeAdRef", "agree"];
    case "agreed-ad-ref":
      return ["agree", "suspend", "reopenParagraph"];
    case "agreed":
      return ["reopenParagraph"];
  }
}

export function rulingOn(paragraph: string, ruling: Ruling): Decision {
  switch (ruling) {
    case "agreeAdRef":
      return { agreeAdRef: paragraph };
    case "agree":
      return { agree: paragraph };
    case "suspend":
      return { suspend: paragraph };
    case "reopenParagraph":
      return { reopenParagraph: paragraph };
  }
}

export const RULING_ICONS: Record<Ruling, IconName> = {
  agreeAdRef: "check",
  agree: "checks",
  suspend: "pause",
  reopenParagraph: "reopen",
};

export const PHASES: readonly Phase[] = ["drafting", "negotiation", "closed"];

export const PHASE_ICONS: Record<Phase, IconName> = { drafting: "pen", negotiation: "bracket", closed: "lock" };
