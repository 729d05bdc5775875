/**
 * For pages and tools that embed the app or drive it: every event of a live run is dispatched on
 * `window` as a CustomEvent named `agent-event`, whose detail is a copy of the AgentEvent.
 * A run ends with exactly one `run-finished`, `run-stopped` or `run-failed`. A call that waits for a
 * person's word is dispatched as `approval-asked`, and may be answered by its detail's `answer`.
 */
import type { AgentEvent } from '../contracts';
import type { PendingApproval } from './session.svelte';

export function dispatchAgentEvent(event: AgentEvent): void {
  window.dispatchEvent(new CustomEvent('agent-event', { detail: structuredClone(event) }));
}

export function dispatchApproval(pending: PendingApproval): void {
  window.dispatchEvent(new CustomEvent('approval-asked', { detail: pending }));
}
