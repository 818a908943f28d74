// Import directions (.dependency-cruiser.cjs). A run that saw no modules would pass whatever the code says, so it fails.
import { cruise } from 'dependency-cruiser';
import { createRequire } from 'node:module';

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const { output } = await cruise(['schema', 'server', 'builder-ui'], {
  ...config.options,
  tsConfig: undefined,
  ruleSet: { forbidden: config.forbidden },
  validate: true,
});
const { totalCruised, violations } = output.summary;
for (const { from, to, rule } of violations) console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
if (totalCruised < 100) console.error(`Only ${totalCruised} modules were seen: the check is broken.`);
console.log(`${totalCruised} modules, ${violations.length} violations`);
process.exit(totalCruised < 100 || violations.some(({ rule }) => rule.severity === 'error') ? 1 : 0);
