// Menus are a fifth of the component library that a first list would need, and nobody has opened one yet.
export { Dropdown } from 'antd';
