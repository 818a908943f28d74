import { describe, expect, it } from 'vitest';
import { chartTable } from './chart-table.ts';

describe('the table of a chart', () => {
  it('[WRK-34] series over categories make a column each, gaps stay gaps', () => {
    const table = chartTable({
      xAxis: { type: 'category', data: ['May', 'June'] },
      yAxis: {},
      series: [
        { type: 'bar', name: 'Orders', data: [3, { value: 5, itemStyle: { color: 'red' } }] },
        { type: 'line', name: 'Amount', data: [1.5] },
      ],
    });
    expect(table).toEqual({
      columns: ['Orders', 'Amount'],
      rows: [
        { name: 'May', values: [3, 1.5] },
        { name: 'June', values: [5, undefined] },
      ],
    });
  });

  it('[WRK-34] lying bars have their categories on the other axis; slices name themselves', () => {
    const lying = chartTable({
      xAxis: {},
      yAxis: { type: 'category', data: ['A'] },
      series: { type: 'bar', data: [1] },
    });
    expect(lying).toEqual({ columns: [''], rows: [{ name: 'A', values: [1] }] });
    const pie = chartTable({ series: { type: 'pie', name: 'Share', data: [{ name: 'Web', value: 2 }] } });
    expect(pie).toEqual({ columns: ['Share'], rows: [{ name: 'Web', values: [2] }] });
  });
});
