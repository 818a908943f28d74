import { Command } from 'commander';
import { expect, it } from 'vitest';
import { speakChinese } from './help-texts.ts';

it('[CLI-1] help is put into Chinese with all below it; names stay, and so does what is not known', () => {
  const program = new Command('formwork');
  program
    .command('upgrade')
    .description("bring a tenant to a pack's newer version; what the tenant changed stays")
    .argument('<pack>', 'pack@version; the newest without a version')
    .option('--dry-run', 'tell changes, conflicts and problems, change nothing')
    .option('--new', 'not put into Chinese yet');
  speakChinese(program);
  const help = program.commands[0]?.helpInformation() ?? '';
  for (const part of [
    '用法：',
    '参数：',
    '选项：',
    '把租户升级到包的新版本',
    '包@版本；不写版本即最新',
    '只列出变化、冲突与问题，不做改动',
    '显示帮助',
    '--dry-run',
    'not put into Chinese yet',
  ])
    expect(help).toContain(part);
  expect(program.helpInformation()).toContain('显示命令的帮助');
});
