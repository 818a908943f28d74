import type { Template } from '../../schema/template/template.ts';
import { templateOf } from './publishing.ts';

/** Visits with a day, a kind, a cost and steps: enough for lists of every look. */
export function agency(): Template {
  return templateOf(
    [
      {
        id: 'Visit',
        kind: 'document',
        label: { en: 'Visit', 'zh-CN': '拜访' },
        title: 'name',
        fields: [
          { id: 'name', type: 'text', required: true, unique: true, label: { en: 'Name', 'zh-CN': '名称' } },
          { id: 'day', type: 'date', label: { en: 'Day', 'zh-CN': '日期' } },
          {
            id: 'kind',
            type: 'enum',
            label: { en: 'Kind', 'zh-CN': '类型' },
            options: [
              { id: 'first', label: { en: 'First', 'zh-CN': '初次' } },
              { id: 'again', label: { en: 'Again', 'zh-CN': '回访' } },
            ],
          },
          { id: 'cost', type: 'money', min: '0', label: { en: 'Cost', 'zh-CN': '费用' } },
        ],
      },
    ],
    {
      views: [
        {
          id: 'visits',
          kind: 'list',
          of: 'Visit',
          label: { en: 'All visits', 'zh-CN': '全部拜访' },
          columns: [{ id: 'name' }, { id: 'state' }, { id: 'day' }, { id: 'kind' }, { id: 'cost', summary: 'sum' }],
          sort: [{ field: 'name' }],
        },
        { id: 'visitBoard', kind: 'board', of: 'Visit', label: { en: 'By state', 'zh-CN': '按状态' }, by: 'state' },
      ],
      workflows: [
        {
          id: 'visitFlow',
          of: 'Visit',
          initial: 'planned',
          states: [
            { id: 'planned', label: { en: 'Planned', 'zh-CN': '计划' }, color: 'blue' },
            { id: 'done', label: { en: 'Done', 'zh-CN': '完成' }, color: 'green', class: 'posted' },
          ],
          transitions: [
            {
              id: 'finish',
              label: { en: 'Finish', 'zh-CN': '完成' },
              from: ['planned'],
              to: 'done',
              guard: "doc.cost > dec('0')",
              message: { en: 'Say what it cost.', 'zh-CN': '请填写费用。' },
            },
          ],
        },
      ],
    },
  );
}
