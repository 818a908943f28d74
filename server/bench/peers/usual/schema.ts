/** The API, schema first as Apollo's documentation has it. Decimals and days are text. */
export const TYPE_DEFS = `#graphql
type Customer { id: ID! name: String! city: String! region: String! }
type Product { id: ID! sku: String! name: String! category: String! price: String! }
type OrderLine { id: ID! lineNo: Int! quantity: Int! price: String! product: Product! }
type Order {
  id: ID!
  number: String!
  orderedOn: String!
  status: String!
  shipCity: String!
  freight: String!
  discount: String!
  total: String!
  priority: Int!
  note: String!
  customer: Customer!
  lines: [OrderLine!]!
}
type OrderGroup { status: String! count: Int! total: String! }
input NewLine { product: ID! quantity: Int! price: String! }
input NewOrder { customer: ID! orderedOn: String! lines: [NewLine!]! }
type Query {
  order(id: ID!): Order
  orders(status: String, until: String, limit: Int! = 50, offset: Int! = 0): [Order!]!
  orderGroups: [OrderGroup!]!
}
type Mutation {
  createOrder(input: NewOrder!): Order!
  confirmOrder(id: ID!): Order!
}
`;
