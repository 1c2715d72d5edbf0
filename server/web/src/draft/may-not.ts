import type { Permission } from "../contract";
import { t } from "../i18n/i18n.svelte";
import { directory } from "./directory.svelte";
import { delegationName } from "./lookup";
import type { Room } from "./room.svelte";

/** Why somebody may not do something, for a button that is greyed: what the directory says of the delegation where that is the
 *  reason. `undefined` when they may. */
export function mayNot(room: Room, permission: Exclude<Permission, "read" | "position">): string | undefined {
  if (room.may(permission)) return undefined;
  const sentence = t(`may-not-${permission}`);
  const { delegation = "", role } = room.person ?? {};
  const listed = directory.find(delegation);
  if (listed === undefined || listed.role !== role) return sentence;
  return `${sentence} ${t("may-not-listed", { delegation: delegationName(delegation), role: t(`role-${role}`) })}`;
}
