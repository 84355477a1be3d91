import type { Patch, PatcherStep } from '../../src/model.js';
import type { Act } from './order.js';

type CallbackName = NonNullable<PatcherStep['callback']>['name'];

/** Where the patcher stands when `pre_patch` has failed. */
export const preparationFailed = 'preparation failed';

/** Where it stands when it has made good for that, and the patch module is refused. */
export const refused = 'refused';

/** In which function of the kernel each callback is run. */
const runBy: Readonly<Record<CallbackName, string>> = {
  'pre-patch': 'klp_pre_patch_callback()',
  'post-patch': 'klp_post_patch_callback()',
  'pre-unpatch': 'klp_pre_unpatch_callback()',
  'post-unpatch': 'klp_post_unpatch_callback()',
};

/** The callback, if the patch has it. It is run under `klp_mutex`, with tasks running. */
export function callback(name: CallbackName, at: string, { callbacks }: Patch): readonly Act[] {
  if (!callbacks.has(name)) return [];
  const failsTo = name === 'pre-patch' ? { failsTo: preparationFailed } : {};
  return [{ action: `${runBy[name]}: runs the callback`, at, isWait: true, callback: { name, ...failsTo } }];
}
