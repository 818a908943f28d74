import type { Template } from '../../schema/template/template.ts';
import { templateOf } from './publishing.ts';

/** Tasks in a list and on a board, with one of each kind of value that is changed without a connection. */
export function taskTemplate(): Template {
  return templateOf(
    [
      {
        id: 'Task',
        kind: 'document',
        label: { en: 'Task', 'zh-CN': '任务' },
        title: 'name',
        fields: [
          { id: 'name', type: 'text', required: true, label: { en: 'Name', 'zh-CN': '名称' } },
          { id: 'note', type: 'text', label: { en: 'Note', 'zh-CN': '备注' } },
          { id: 'place', type: 'text', label: { en: 'Place', 'zh-CN': '地点' } },
          { id: 'code', type: 'text', unique: true, label: { en: 'Code', 'zh-CN': '编号' } },
          { id: 'day', type: 'date', label: { en: 'Day', 'zh-CN': '日期' } },
          {
            id: 'lane',
            type: 'enum',
            label: { en: 'Lane', 'zh-CN': '泳道' },
            options: [
              { id: 'soon', label: { en: 'Soon', 'zh-CN': '近期' } },
              { id: 'later', label: { en: 'Later', 'zh-CN': '以后' } },
            ],
          },
        ],
      },
    ],
    {
      views: [
        {
          id: 'taskList',
          kind: 'list',
          of: 'Task',
          label: { en: 'Tasks', 'zh-CN': '任务' },
          columns: [{ id: 'name' }, { id: 'note' }, { id: 'place' }, { id: 'code' }, { id: 'day' }, { id: 'lane' }],
        },
        { id: 'taskLanes', kind: 'board', of: 'Task', label: { en: 'Lanes', 'zh-CN': '看板' }, by: 'lane' },
      ],
    },
  );
}
