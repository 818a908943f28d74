import {
  AlignLeftOutlined,
  ApartmentOutlined,
  BarcodeOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  CodeOutlined,
  DollarOutlined,
  EditOutlined,
  EnvironmentOutlined,
  FieldBinaryOutlined,
  FieldNumberOutlined,
  FieldStringOutlined,
  FieldTimeOutlined,
  FileOutlined,
  FontSizeOutlined,
  HourglassOutlined,
  LinkOutlined,
  NodeIndexOutlined,
  NumberOutlined,
  PercentageOutlined,
  PictureOutlined,
  TableOutlined,
  TagOutlined,
  TagsOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Locale } from '../../../schema/core/text.ts';
import type { FieldKind } from '../../../schema/model/model.ts';

type Both = Readonly<Record<Locale, string>>;

/** A field type as a key user meets it. */
export interface FieldTypeInfo {
  readonly name: Both;
  /** What it is for, in a few words. */
  readonly hint: Both;
  readonly icon: ReactNode;
  /** Other words that people look for it by. */
  readonly words: readonly string[];
}

/** Every field type; a forgotten one does not compile. */
export const FIELD_TYPE_INFO = {
  text: {
    name: { en: 'Text', 'zh-CN': '单行文本' },
    hint: { en: 'A name, a code, one line', 'zh-CN': '名称、编码等一行文字' },
    icon: <FieldStringOutlined />,
    words: ['string', 'line', 'name', '文本', '文字', '字符'],
  },
  longtext: {
    name: { en: 'Long text', 'zh-CN': '多行文本' },
    hint: { en: 'Notes of several lines', 'zh-CN': '备注、说明等多行文字' },
    icon: <AlignLeftOutlined />,
    words: ['notes', 'memo', 'textarea', '备注', '说明'],
  },
  richtext: {
    name: { en: 'Formatted text', 'zh-CN': '富文本' },
    hint: { en: 'With headings, lists and links', 'zh-CN': '带标题、列表、链接的文字' },
    icon: <FontSizeOutlined />,
    words: ['markdown', 'html', '格式', '图文'],
  },
  sequence: {
    name: { en: 'Number given by the system', 'zh-CN': '自动编号' },
    hint: { en: 'Document numbers in a row', 'zh-CN': '单据编号，按顺序自动生成' },
    icon: <BarcodeOutlined />,
    words: ['auto number', 'serial', '流水号', '单号', '编号'],
  },
  int: {
    name: { en: 'Whole number', 'zh-CN': '整数' },
    hint: { en: 'Counts: 1, 2, 3', 'zh-CN': '个数、次数' },
    icon: <NumberOutlined />,
    words: ['integer', 'count', '数字', '个数'],
  },
  decimal: {
    name: { en: 'Decimal number', 'zh-CN': '小数' },
    hint: { en: 'Exact, with digits after the point', 'zh-CN': '精确小数' },
    icon: <FieldNumberOutlined />,
    words: ['number', 'float', '数字', '数值'],
  },
  money: {
    name: { en: 'Money', 'zh-CN': '金额' },
    hint: { en: 'An exact amount in a currency', 'zh-CN': '带币种的精确金额' },
    icon: <DollarOutlined />,
    words: ['amount', 'price', 'currency', '价格', '费用', '货币'],
  },
  quantity: {
    name: { en: 'Quantity', 'zh-CN': '数量' },
    hint: { en: 'A number with its unit', 'zh-CN': '带计量单位的数量' },
    icon: <FieldBinaryOutlined />,
    words: ['amount', 'unit', 'weight', '单位', '重量'],
  },
  percent: {
    name: { en: 'Percentage', 'zh-CN': '百分比' },
    hint: { en: 'A rate or a discount', 'zh-CN': '比率、折扣' },
    icon: <PercentageOutlined />,
    words: ['rate', 'ratio', 'discount', '比例', '折扣', '税率'],
  },
  bool: {
    name: { en: 'Yes or no', 'zh-CN': '是/否' },
    hint: { en: 'A tick', 'zh-CN': '勾选' },
    icon: <CheckSquareOutlined />,
    words: ['checkbox', 'boolean', 'switch', '开关', '勾选', '复选框'],
  },
  date: {
    name: { en: 'Date', 'zh-CN': '日期' },
    hint: { en: 'A day', 'zh-CN': '某一天' },
    icon: <CalendarOutlined />,
    words: ['day', 'birthday', '生日', '天'],
  },
  time: {
    name: { en: 'Time of day', 'zh-CN': '时间' },
    hint: { en: 'Hours and minutes', 'zh-CN': '时和分' },
    icon: <ClockCircleOutlined />,
    words: ['hour', 'clock', '时刻', '钟点'],
  },
  datetime: {
    name: { en: 'Date and time', 'zh-CN': '日期时间' },
    hint: { en: 'A moment', 'zh-CN': '具体时刻' },
    icon: <FieldTimeOutlined />,
    words: ['timestamp', 'moment', '时间戳'],
  },
  duration: {
    name: { en: 'Duration', 'zh-CN': '时长' },
    hint: { en: 'How long something takes', 'zh-CN': '持续多长时间' },
    icon: <HourglassOutlined />,
    words: ['period', 'hours', '工时', '期限'],
  },
  enum: {
    name: { en: 'Choice', 'zh-CN': '单选' },
    hint: { en: 'One of several options', 'zh-CN': '从选项中选一个' },
    icon: <TagOutlined />,
    words: ['select', 'dropdown', 'radio', 'status', '下拉', '选项', '状态'],
  },
  multiEnum: {
    name: { en: 'Several choices', 'zh-CN': '多选' },
    hint: { en: 'Any of several options', 'zh-CN': '从选项中选多个' },
    icon: <TagsOutlined />,
    words: ['tags', 'labels', 'multi select', '标签', '复选'],
  },
  ref: {
    name: { en: 'Reference', 'zh-CN': '关联' },
    hint: { en: 'One record of another object', 'zh-CN': '关联另一业务对象的一条记录' },
    icon: <LinkOutlined />,
    words: ['link', 'relation', 'lookup', 'foreign key', '引用', '关联记录', '外键'],
  },
  multiRef: {
    name: { en: 'Several references', 'zh-CN': '多条关联' },
    hint: { en: 'Records of another object', 'zh-CN': '关联另一业务对象的多条记录' },
    icon: <NodeIndexOutlined />,
    words: ['links', 'many to many', '多对多'],
  },
  lines: {
    name: { en: 'Lines', 'zh-CN': '明细表' },
    hint: { en: 'Rows that belong to the record', 'zh-CN': '属于本单据的明细行' },
    icon: <TableOutlined />,
    words: ['items', 'sub form', 'child table', 'rows', '子表', '子表单', '明细'],
  },
  user: {
    name: { en: 'Person', 'zh-CN': '成员' },
    hint: { en: 'A member of the company', 'zh-CN': '企业成员' },
    icon: <UserOutlined />,
    words: ['user', 'member', 'employee', '人员', '员工', '负责人'],
  },
  org: {
    name: { en: 'Department', 'zh-CN': '部门' },
    hint: { en: 'A department of the company', 'zh-CN': '企业部门' },
    icon: <ApartmentOutlined />,
    words: ['organisation', 'team', '组织', '团队'],
  },
  file: {
    name: { en: 'File', 'zh-CN': '附件' },
    hint: { en: 'A document of any kind', 'zh-CN': '任意类型的文件' },
    icon: <FileOutlined />,
    words: ['attachment', 'upload', '文件', '上传'],
  },
  image: {
    name: { en: 'Picture', 'zh-CN': '图片' },
    hint: { en: 'A photograph or drawing', 'zh-CN': '照片、图片' },
    icon: <PictureOutlined />,
    words: ['photo', 'image', '照片', '拍照'],
  },
  signature: {
    name: { en: 'Signature', 'zh-CN': '手写签名' },
    hint: { en: 'Drawn by hand', 'zh-CN': '手写签名' },
    icon: <EditOutlined />,
    words: ['sign', '签字'],
  },
  geo: {
    name: { en: 'Place', 'zh-CN': '位置' },
    hint: { en: 'Latitude and longitude', 'zh-CN': '经纬度定位' },
    icon: <EnvironmentOutlined />,
    words: ['location', 'map', 'gps', '地图', '定位', '地址'],
  },
  json: {
    name: { en: 'Structured data', 'zh-CN': '结构化数据' },
    hint: { en: 'JSON, for programs', 'zh-CN': 'JSON，供程序使用' },
    icon: <CodeOutlined />,
    words: ['object', 'json', '数据'],
  },
} as const satisfies Readonly<Record<FieldKind, FieldTypeInfo>>;

/** The palette: types that belong together, the commonest first. */
export const FIELD_TYPE_GROUPS: readonly {
  readonly key: string;
  readonly name: Both;
  readonly kinds: readonly FieldKind[];
}[] = [
  {
    key: 'common',
    name: { en: 'Common', 'zh-CN': '常用' },
    kinds: ['text', 'longtext', 'int', 'money', 'date', 'datetime', 'enum', 'bool'],
  },
  { key: 'related', name: { en: 'Related', 'zh-CN': '关联' }, kinds: ['ref', 'lines', 'multiRef', 'user', 'org'] },
  {
    key: 'numbers',
    name: { en: 'Numbers and time', 'zh-CN': '数值与时间' },
    kinds: ['decimal', 'quantity', 'percent', 'time', 'duration', 'sequence'],
  },
  {
    key: 'more',
    name: { en: 'More', 'zh-CN': '更多' },
    kinds: ['multiEnum', 'file', 'image', 'signature', 'richtext', 'geo', 'json'],
  },
];
